using System.Diagnostics;
using System.Globalization;
using SoGar.Host.CommandLine;
using SoGar.TestKit.Storms;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary>The two long simulated runs of <c>sogar sim</c>: hours in which nobody may be alarmed, and as many nodes as one wants.</summary>
internal static class LongRuns
{
    /// <summary>Tens of nodes are lost at once; ten where there are enough.</summary>
    private const int MostLost = 10;

    public static int Watch(double hours, ulong seed, int nodes, CommandRun run)
    {
        if (hours is not (> 0 and <= 1000))
            throw new CommandFailure($"--watch is {hours}; more than 0 and at most 1000 hours would work", ExitCodes.WrongUsage);
        var plan = StormPlan.Watch(seed, nodes, TimeSpan.FromHours(hours));
        var time = Stopwatch.StartNew();
        var outcome = Storm.Run(plan);
        var seconds = time.Elapsed.TotalSeconds;
        var pauses = plan.Faults.Count(fault => fault.Kind == FaultKind.Pause);
        run.Answer(
            new
            {
                Hours = outcome.VirtualTime.TotalHours,
                Nodes = nodes,
                Pauses = pauses,
                Slow = plan.Faults.Length - pauses,
                outcome.Alarms,
                outcome.Generations,
                outcome.Seats,
                outcome.Events,
                Seconds = seconds,
                Violation = outcome.Violation?.ToString()
            },
            console =>
            {
                if (outcome.Violation is { } broken) console.WriteLine($"{broken}");
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outcome.VirtualTime.TotalHours:0.0} simulated hours of {nodes} nodes with {pauses:#,0} pauses and " +
                    $"{plan.Faults.Length - pauses:#,0} spells of slow devices: {outcome.Alarms} alarms, {outcome.Generations} generation(s), " +
                    $"{outcome.Seats} supervisor(s) in turn; {seconds:0.0} s ({outcome.VirtualTime.TotalSeconds / seconds:#,0} times real time)"));
            });
        return outcome.HasFailed || outcome.Alarms > 0 ? ExitCodes.Failure : ExitCodes.Success;
    }

    public static int Muster(int nodes, ulong seed, CommandRun run)
    {
        if (nodes is < 2 or > 10_000) throw new CommandFailure($"--muster is {nodes}; 2 to 10000 would work", ExitCodes.WrongUsage);
        var time = Stopwatch.StartNew();
        var outcome = TestKit.Storms.Muster.Run(nodes, lost: Math.Clamp(nodes / 10, 1, MostLost), seed);
        var seconds = time.Elapsed.TotalSeconds;
        run.Answer(
            new
            {
                outcome.Nodes,
                outcome.Lost,
                outcome.MessagesPerStep,
                MessagesPerStepAndNode = outcome.MessagesPerStep / nodes,
                RecoverySeconds = outcome.Recovery.TotalSeconds,
                outcome.Generations,
                outcome.Events,
                Seconds = seconds,
                Violation = outcome.Violation?.ToString()
            },
            console =>
            {
                if (outcome.Violation is { } broken) console.WriteLine($"{broken}");
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{nodes} nodes, {outcome.Lost} lost at once: {outcome.MessagesPerStep:#,0.0} messages per step at the supervisor, " +
                    $"{outcome.MessagesPerStep / nodes:0.00} per node; the next step was committed {outcome.Recovery.TotalSeconds:0.00} s after the loss; " +
                    $"{seconds:0.0} s"));
            });
        return outcome.Violation is null ? ExitCodes.Success : ExitCodes.Failure;
    }
}
