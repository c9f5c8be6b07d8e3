using System.Diagnostics;
using System.Globalization;

namespace SoGar.Scenarios.Cluster;

/// <summary>
/// Network namespaces as separate hosts on one switch: what leaves one reaches the others only through a bridge port that can be pulled. Needs root
/// and a kernel that has them; a test that finds neither says so and is skipped.
/// </summary>
internal sealed class Namespaces : IDisposable
{
    private readonly string _tag = Environment.ProcessId.ToString("x", CultureInfo.InvariantCulture);
    private readonly int _count;

    private Namespaces(int count) => _count = count;

    private string Bridge => $"sgb{_tag}";

    /// <summary>Makes <paramref name="count"/> of them; skips the test where the machine does not allow it.</summary>
    public static Namespaces Make(int count)
    {
        var made = new Namespaces(count);
        try
        {
            made.Make();
            return made;
        }
        catch (Exception refused) when (refused is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            made.Dispose();
            Assert.Skip($"no network namespaces here: {refused.Message}");
            throw;
        }
    }

    /// <summary>What is written before a command to run it in one, from 0.</summary>
    public IReadOnlyList<string> Prefix(int index) => ["ip", "netns", "exec", Name(index)];

    /// <summary>The address of one.</summary>
    public static string Address(int index) => $"10.213.77.{index + 1}";

    /// <summary>Pulls the plug: nothing goes in or out any more, and nobody is told.</summary>
    public void Cut(int index) => Ip("link", "set", Port(index), "nomaster");

    /// <summary>Puts it back.</summary>
    public void Heal(int index) => Ip("link", "set", Port(index), "master", Bridge);

    public void Dispose()
    {
        for (var index = 0; index < _count; index++)
        {
            TryIp("netns", "del", Name(index));
            TryIp("link", "del", Port(index));
        }

        TryIp("link", "del", Bridge);
    }

    private string Name(int index) => $"sgn{_tag}-{index}";

    private string Port(int index) => $"sgp{_tag}{index}";

    private void Make()
    {
        Ip("link", "add", Bridge, "type", "bridge");
        Ip("link", "set", Bridge, "up");
        for (var index = 0; index < _count; index++)
        {
            var inner = $"sgi{_tag}{index}";
            Ip("netns", "add", Name(index));
            Ip("link", "add", Port(index), "type", "veth", "peer", "name", inner);
            Ip("link", "set", inner, "netns", Name(index));
            Ip("link", "set", Port(index), "master", Bridge);
            Ip("link", "set", Port(index), "up");
            Ip("-n", Name(index), "addr", "add", $"{Address(index)}/24", "dev", inner);
            Ip("-n", Name(index), "link", "set", inner, "up");
            Ip("-n", Name(index), "link", "set", "lo", "up");
        }
    }

    private static void Ip(params string[] arguments)
    {
        using var ip = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var said = ip.StandardError.ReadToEnd();
        ip.WaitForExit();
        if (ip.ExitCode != 0) throw new InvalidOperationException($"ip {string.Join(' ', arguments)}: {said.Trim()}");
    }

    private static void TryIp(params string[] arguments)
    {
        try
        {
            Ip(arguments);
        }
        catch (Exception gone) when (gone is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // What is not there needs no removing.
        }
    }
}
