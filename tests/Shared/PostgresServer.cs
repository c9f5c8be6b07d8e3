using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using SoGar.Actors.Stores;

namespace SoGar.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own: on loopback, with its data below build/, flushing to the disk as a real one does. A shell stands between
/// it and this process: when the shell's input closes, because of a disposal or of any end of this process, it ends the server and deletes its data.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The password of the server's only user; no message may ever contain it.</summary>
    public const string Password = "this-is-never-shown";

    private const string User = "sogar";
    private const int StartAttempts = 10;

    private const string Keeper = """
        data=$1; shift
        "$@" >"$data.log" 2>&1 &
        server=$!
        read -r wish
        # A shell has what it starts with & ignore SIGQUIT, until the server, once it has begun, does not; before that SIGTERM ends it.
        kill -TERM $server 2>/dev/null
        kill -QUIT $server 2>/dev/null
        wait $server
        [ "$wish" = keep ] || rm -rf "$data" "$data.log"
        """;

    private const string Initialiser = """
        umask 077
        password=$1; shift
        cat >"$password"
        "$@" "--pwfile=$password"
        status=$?
        rm -f "$password"
        exit $status
        """;

    private static readonly Lazy<Task<PostgresServer>> OfThisProcess = new(StartAsync);
    private readonly string _data;
    private readonly string[] _asUser;
    private readonly string _programs;
    private Process? _keeper;

    private PostgresServer(string data, string programs, string[] asUser) => (_data, _programs, _asUser) = (data, programs, asUser);

    /// <summary>The port that it listens on; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The server that tests share which do it no harm; started by the first of them, ends with this process.</summary>
    public static Task<PostgresServer> SharedAsync() => OfThisProcess.Value;

    /// <summary>Makes and starts a server for a test that restarts or kills it.</summary>
    /// <exception cref="InvalidOperationException">PostgreSQL is not installed, or did not start; the message has the end of its log.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var programs = Programs();
        string[] asUser = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--"] : [];
        var data = await FolderAsync(asUser);
        var server = new PostgresServer(data, programs, asUser);
        await server.RunAsync(
            ["sh", "-c", Initialiser, "initdb", $"{data}.password", $"{programs}/initdb", "-D", data, "-U", User, "-A", "scram-sha-256", "-E", "UTF8",
                "--no-locale", "--no-sync"],
            Password);
        await server.BeginAsync();
        return server;
    }

    /// <summary>Where a store in the server's database is.</summary>
    /// <param name="schema">One for each test, so that they do not see each other.</param>
    public StoreLocation.Postgres Location(string schema = "sogar") =>
        new() { Host = "127.0.0.1", Port = Port, Database = "postgres", User = User, Password = Password, Schema = schema };

    /// <summary>The same as a URL without the password, for PGPASSWORD to hold; see <see cref="Password"/>.</summary>
    public string Url(string schema = "sogar") => Location(schema).ToString();

    /// <summary>Starts it again after <see cref="KillAsync"/> or <see cref="StopAsync"/>, on the same data and port.</summary>
    public async Task BeginAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            File.Delete($"{_data}.log");
            if (Port == 0 || attempt > StartAttempts / 2) Port = FreePort();
            _keeper = Start(
                ["sh", "-c", Keeper, "keeper", _data, $"{_programs}/postgres", "-D", _data, "-c", $"port={Port}", "-c", "listen_addresses=127.0.0.1",
                "-c", "unix_socket_directories=", "-c", "fsync=on", "-c", "shared_buffers=16MB", "-c", "max_connections=60"]);
            if (await IsReadyAsync()) return;
            await LetGoAsync("keep");
            if (attempt == StartAttempts) throw new InvalidOperationException($"PostgreSQL does not start; the end of its log:\n{LogTail()}");
        }
    }

    /// <summary>Kills the server as a crash of it would (SIGKILL): nothing is flushed or said.</summary>
    public async Task KillAsync()
    {
        using var postmaster = Process.GetProcessById(int.Parse((await File.ReadAllLinesAsync(Path.Combine(_data, "postmaster.pid")))[0]));
        postmaster.Kill();
        await LetGoAsync("keep");
    }

    /// <summary>Stops the server as an operator would who cannot wait; <see cref="BeginAsync"/> starts it again.</summary>
    public Task StopAsync() => LetGoAsync("keep");

    /// <summary>Ends the server and deletes its data.</summary>
    public async ValueTask DisposeAsync() => await LetGoAsync("");

    private async Task LetGoAsync(string wish)
    {
        if (_keeper is null) return;
        await _keeper.StandardInput.WriteLineAsync(wish);
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
        _keeper = null;
    }

    private async Task<bool> IsReadyAsync()
    {
        for (var look = 0; look < 600 && !HasFailed(); look++)
        {
            using var probe = Start([$"{_programs}/pg_isready", "-q", "-h", "127.0.0.1", "-p", $"{Port}", "-t", "3"]);
            await probe.WaitForExitAsync();
            if (probe.ExitCode == 0) return true;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        return false;
    }

    // A server that recovers from a crash answers our own questions with the FATAL of its own that is none.
    private bool HasFailed() => File.Exists($"{_data}.log") && File.ReadLines($"{_data}.log").Any(
        line => line.Contains("FATAL", StringComparison.Ordinal) && !line.Contains("the database system is", StringComparison.Ordinal));

    private string LogTail() => File.Exists($"{_data}.log") ? string.Join('\n', File.ReadLines($"{_data}.log").TakeLast(15)) : "(none)";

    private async Task RunAsync(string[] command, string input)
    {
        using var process = Start(command);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} failed: {await output}\n{await errors}");
    }

    // PostgreSQL refuses to run as root; then the user that its package made runs it.
    private Process Start(string[] command)
    {
        string[] whole = [.. _asUser, .. command];
        return Process.Start(new ProcessStartInfo(whole[0], whole[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
    }

    private static string Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(folder => Path.Combine(folder, "bin"))
                .Where(folder => File.Exists(Path.Combine(folder, "initdb"))).OrderBy(folder => folder.Length).ThenBy(folder => folder, StringComparer.Ordinal)
                    .LastOrDefault()
            ?? throw Missing()
            : throw Missing();

    private static InvalidOperationException Missing() =>
        new("these tests need PostgreSQL's server programs below /usr/lib/postgresql; './test' installs them, or: apt-get install postgresql");

    // Below build/ unless the user postgres cannot get there, as in a home folder of root.
    private static async Task<string> FolderAsync(string[] asUser)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "SoGarActors.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException($"no repository above {AppContext.BaseDirectory}");
        foreach (var parent in (string[])[Path.Combine(root, "build", "postgres"), Path.Combine(Path.GetTempPath(), "sogar-postgres")])
        {
            Directory.CreateDirectory(parent);
            if (asUser.Length > 0) File.SetUnixFileMode(parent, (UnixFileMode)0b111_111_111 | UnixFileMode.StickyBit);
            var folder = Path.Combine(parent, $"{Environment.ProcessId}-{Path.GetRandomFileName()}");
            string[] make = [.. asUser, "mkdir", "-m", "700", folder];
            using var made = Process.Start(new ProcessStartInfo(make[0], make[1..]) { RedirectStandardError = true })!;
            await made.WaitForExitAsync();
            if (made.ExitCode == 0) return folder;
        }

        throw new InvalidOperationException("the user postgres can write neither below build/ nor in the temporary folder");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
