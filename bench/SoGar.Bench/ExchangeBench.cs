using System.Diagnostics;
using System.Globalization;

namespace SoGar.Bench;

/// <summary>
/// <c>exchange</c>: our sums over several processes beside PyTorch's all-reduce of float32 over Gloo, in turns within one run. What a sum takes is what its
/// slowest rank took.
/// </summary>
internal static class ExchangeBench
{
    private static readonly string[] Kinds = ["exact", "free", "whole-exact", "whole-free"];

    public static void Run(Options options)
    {
        var (processes, floats, trainers) = (options.Number("processes", 2), options.Number("floats", 25_000_000), options.Number("trainers", 1));
        var rounds = options.Number("rounds", 9);
        options.RequireAllRead();

        var store = Path.Combine(Path.GetTempPath(), $"sogar-exchange-bench-{Environment.ProcessId}");
        using var ours = new Ranks(processes, rank => OwnProcess.With("exchange-rank", "--rank", $"{rank}", "--floats", $"{floats}", "--trainers", $"{trainers}"));
        using var plain = new Ranks(processes, rank => new ProcessStartInfo(
            DividedPeer.Python, [DividedPeer.Script("allreduce.py"), $"{rank}", $"{processes}", store, $"{floats}"]));
        var endpoints = string.Join(' ', ours.Hear());
        ours.Tell(endpoints);
        ours.Hear();
        plain.Hear();

        var times = Kinds.Append("plain").ToDictionary(kind => kind, _ => new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            Record("plain", plain.Time("go"));
            foreach (var kind in Kinds) Record(kind, ours.Time(kind));

            // The first round warms up.
            void Record(string kind, double ms)
            {
                if (round > 0) times[kind].Add(ms);
            }
        }

        File.Delete(store);
        Console.WriteLine(
            $"{processes} processes with {trainers} trainers each, {floats:N0} values ({floats * 4 / 1e6:0} MB), {rounds} rounds; ms of the slowest rank: " +
            $"best, median; load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
        Report("plain Gloo, float32 (PyTorch)", "plain");
        Report("exact integers", "exact");
        Report("free floats", "free");
        Report("add, exact integers, to float", "whole-exact");
        Report("add, free floats, copy", "whole-free");

        void Report(string name, string kind)
        {
            var (own, other) = (times[kind].Order().ToArray(), times["plain"].Order().ToArray());
            Console.WriteLine(
                $"{name,-32} {own[0],8:0.0} {own[own.Length / 2],8:0.0}   ratio {own[0] / other[0]:0.00} {own[own.Length / 2] / other[other.Length / 2]:0.00}");
        }
    }

    private sealed class Ranks : IDisposable
    {
        private readonly Process[] _processes;

        public Ranks(int count, Func<int, ProcessStartInfo> start) => _processes = [.. Enumerable.Range(0, count).Select(rank => Start(start(rank)))];

        public void Tell(string line)
        {
            foreach (var process in _processes)
            {
                process.StandardInput.WriteLine(line);
                process.StandardInput.Flush();
            }
        }

        public string[] Hear() =>
            [.. _processes.Select(process => process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("a rank has ended; its error is above"))];

        public double Time(string what)
        {
            Tell(what);
            return Hear().Max(line => double.Parse(line, CultureInfo.InvariantCulture));
        }

        public void Dispose()
        {
            foreach (var process in _processes)
            {
                process.StandardInput.Close();
                process.WaitForExit();
                process.Dispose();
            }
        }

        private static Process Start(ProcessStartInfo start)
        {
            start.RedirectStandardInput = start.RedirectStandardOutput = true;
            return Process.Start(start)!;
        }
    }
}
