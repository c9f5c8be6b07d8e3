namespace SoGar.Host.Tests.Launcher;

public sealed class LauncherTests : IDisposable
{
    private const string Install = "apt-get install -y -qq --no-install-recommends absent";

    private readonly LauncherCase _launcher = new();

    public LauncherTests() => _launcher.Program("dpkg-query", "[ \"${@: -1}\" = present ] && echo -n installed");

    [Fact]
    public void What_is_there_is_not_installed_again()
    {
        _launcher.Program("apt-get", "exit 1");

        Assert.Equal((0, "", ""), _launcher.Run("require_packages present"));
        Assert.Empty(_launcher.Calls);
    }

    [Fact]
    public void What_is_missing_is_installed_without_fetching_the_lists_first()
    {
        _launcher.Program("apt-get", "exit 0");

        Assert.Equal((0, "", "sogar: installing absent (log in build/packages.log)\n"), _launcher.Run("require_packages present absent"));
        Assert.Equal([Install], _launcher.Calls);
    }

    [Fact]
    public void The_lists_are_fetched_where_a_package_is_not_known()
    {
        _launcher.Program("apt-get", $"[ \"$1\" = update ] || [ $(wc -l <{_launcher.Root}/calls) -gt 1 ]");

        Assert.Equal(0, _launcher.Run("require_packages absent").ExitCode);
        Assert.Equal([Install, "apt-get update -qq", Install], _launcher.Calls);
    }

    [Fact]
    public void An_installation_that_fails_shows_its_log_and_the_line_to_type()
    {
        _launcher.Program("apt-get", "echo no network; exit 1");

        var (exitCode, _, error) = _launcher.Run("require_packages absent");

        Assert.Equal(1, exitCode);
        Approval.Verify("launcher-install-failed", error);
    }

    [Fact]
    public void Nothing_is_installed_where_that_is_forbidden()
    {
        _launcher.Program("apt-get", "exit 0");

        var (exitCode, _, error) = _launcher.Run("require_packages absent", ("SOGAR_NO_INSTALL", "1"));

        Assert.Equal(1, exitCode);
        Assert.Empty(_launcher.Calls);
        Approval.Verify("launcher-no-install", error);
    }

    [Fact]
    public void A_libtorch_of_the_users_own_is_not_installed() =>
        Assert.DoesNotContain("libtorch-dev", _launcher.Run("native_packages", ("SOGAR_TORCH", "/torch")).Out, StringComparison.Ordinal);

    [Theory]
    [InlineData("echo 8.0.100", "no .NET 10 SDK that starts (found: one [/usr/share/dotnet/sdk])")]
    [InlineData("echo 'No usable version of libssl' >&2; exit 134", "'dotnet --version' says: No usable version of libssl")]
    public void An_sdk_of_another_version_and_one_that_does_not_start_are_named(string version, string said)
    {
        _launcher.Program("dotnet", $"[ \"$1\" = --version ] || {{ echo 'one [/usr/share/dotnet/sdk]'; exit; }}; {version}");

        var (exitCode, _, error) = _launcher.Run("dotnet() { command dotnet \"$@\"; }; require_sdk");

        Assert.Equal(1, exitCode);
        Assert.Contains(said, error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_changes_with_every_source_and_with_nothing_else()
    {
        _launcher.Write("src/a.cs", "a");
        var before = Fingerprint();

        _launcher.Write("src/obj/made.cs", "made");
        _launcher.Write("src/bin/made.dll", "made");
        Assert.Equal(before, Fingerprint());

        _launcher.Write("src/b.cs", "b");
        var added = Fingerprint();
        Assert.NotEqual(before, added);

        _launcher.Write("src/b.cs", "longer");
        Assert.NotEqual(added, Fingerprint());

        File.Delete(Path.Combine(_launcher.Root, "src", "b.cs"));
        Assert.Equal(before, Fingerprint());
    }

    [Fact]
    public void A_build_that_fails_shows_the_end_of_its_log()
    {
        var (exitCode, _, error) = _launcher.Run("mkdir -p $root/build; logged native bash -c 'echo the reason; exit 3'");

        Assert.Equal(1, exitCode);
        Approval.Verify("launcher-build-failed", error);
    }

    [Fact]
    public void Without_a_compiler_that_works_ahead_the_program_is_published_all_the_same()
    {
        var (exitCode, error) = BuildManaged("echo 'error NU1101: Unable to find package Microsoft.NETCore.App.Crossgen2.linux-x64.'; exit 1");

        Assert.Equal(0, exitCode);
        Assert.Contains("no ahead-of-time compiler (crossgen2)", error, StringComparison.Ordinal);
        Assert.EndsWith(" -p:PublishReadyToRun=false", Published(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("echo 'error NU1301: the feed cannot be reached'; exit 1")]
    public void The_program_is_compiled_ahead_wherever_the_compiler_is_not_known_to_be_missing(string restore)
    {
        var (exitCode, error) = BuildManaged(restore);

        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("crossgen2", error, StringComparison.Ordinal);
        Assert.EndsWith(" -p:PublishReadyToRun=true", Published(), StringComparison.Ordinal);
    }

    public void Dispose() => _launcher.Dispose();

    private string Published() => Assert.Single(_launcher.Calls, call => call.StartsWith("dotnet publish ", StringComparison.Ordinal));

    private (int ExitCode, string Error) BuildManaged(string restore)
    {
        string[] sources =
            ["src/a.cs", "hocon/reference.conf", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt", ".editorconfig", "global.json"];
        foreach (var source in sources) _launcher.Write(source, "");
        _launcher.Program("dotnet", $"case \"$1\" in --version) echo 10.0.100 ;; restore) {restore} ;; esac");
        var (exitCode, _, error) = _launcher.Run("mkdir -p $root/build; build_managed");
        return (exitCode, error);
    }

    private string Fingerprint() => _launcher.Run("fingerprint src").Out;
}
