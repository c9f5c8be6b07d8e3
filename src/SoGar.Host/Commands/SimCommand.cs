using System.Collections.Immutable;
using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using SoGar.Host.CommandLine;
using SoGar.TestKit.Storms;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar sim</c>: simulated clusters under faults, each decided by a seed.</summary>
internal static class SimCommand
{
    public static Command Define(CommandShell shell)
    {
        var seeds = new Option<SeedRange>("--seeds")
        {
            Description = "Which storms, as 1..1000 or one seed",
            HelpName = "A..B",
            DefaultValueFactory = _ => new SeedRange(1, 100),
            CustomParser = result => SeedRange.Parse(result.Tokens[0].Value) is { } range ? range : Refuse(result),
        };
        var nodes = new Option<int?>("--nodes") { Description = "Nodes of each cluster; without it 1 to 8, drawn", HelpName = "N" };
        var faults = new Option<string?>("--faults")
        {
            Description = $"What may go wrong, of {string.Join(", ", FaultKinds.All.Select(FaultKinds.NameOf))}",
            HelpName = "A,B"
        };
        var jobs = new Option<int>("--jobs") { Description = "Storms at a time", HelpName = "N", DefaultValueFactory = _ => Environment.ProcessorCount };
        var story = new Option<bool>("--story") { Description = "Tell what happened in the storm of one seed" };
        var watch = new Option<double?>("--watch")
        {
            Description = "Instead: one run of so many simulated hours of pauses below the detection time and of " +
                "slow devices, in which nobody may be given up",
            HelpName = "HOURS"
        };
        var muster = new Option<int?>("--muster")
        {
            Description = "Instead: one run of so many nodes that loses ten of them at once; says what its " +
                "supervisor has to hear and to say per step",
            HelpName = "NODES"
        };
        var planted = new Option<bool>("--planted") { Description = "Show that each guarantee is really checked: find bugs that are planted on purpose" };
        var command = shell.Define(
            "sim",
            "Run simulated clusters under faults; a failing seed prints the line that brings it back",
            ["./sogar sim --seeds 1..1000", "./sogar sim --seeds 1..1000 --nodes 5 --faults crash,partition", "./sogar sim --seeds 8412 --story",
                "./sogar sim --watch 24", "./sogar sim --muster 1000", "./sogar sim --planted"],
            (parsed, run) => Task.Run(() => parsed switch
            {
                _ when parsed.GetValue(planted) => FindPlanted(run),
                _ when parsed.GetValue(watch) is { } hours =>
                    LongRuns.Watch(hours, parsed.GetRequiredValue(seeds).First, NodesOf(parsed.GetValue(nodes)) ?? 5, run),
                _ when parsed.GetValue(muster) is { } count => LongRuns.Muster(count, parsed.GetRequiredValue(seeds).First, run),
                _ => RunStorms(
                    new StormSeries(Storm.Run)
                    {
                        Nodes = NodesOf(parsed.GetValue(nodes)),
                        Kinds = KindsOf(parsed.GetValue(faults)),
                        Jobs = parsed.GetValue(jobs),
                    },
                    parsed.GetRequiredValue(seeds),
                    parsed.GetValue(story),
                    run),
            }));
        command.Options.Add(seeds);
        command.Options.Add(nodes);
        command.Options.Add(faults);
        command.Options.Add(jobs);
        command.Options.Add(story);
        command.Options.Add(watch);
        command.Options.Add(muster);
        command.Options.Add(planted);
        return command;
    }

    private static int RunStorms(StormSeries series, SeedRange seeds, bool tells, CommandRun run)
    {
        var watch = Stopwatch.StartNew();
        var report = series.Run(seeds.First, seeds.Last, so => Report(run, so, seeds), run.Drain.Requested);
        var seconds = watch.Elapsed.TotalSeconds;
        var failure = report.FirstFailure is { } first ? Describe(first) : null;
        var told = tells && seeds.First == seeds.Last ? Storm.Run(StormPlan.Draw(seeds.First, series.Nodes, series.Kinds)).Story : [];
        run.Answer(
            new
            {
                report.Seeds,
                report.Failed,
                report.Events,
                VirtualSeconds = report.VirtualTime.TotalSeconds,
                Seconds = seconds,
                FirstFailure = failure,
            },
            console =>
            {
                foreach (var line in told) console.WriteLine(line);
                Show(console, report, seconds, failure);
            });
        return report.Failed == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static void Report(CommandRun run, StormReport so, SeedRange seeds) => run.Progress.Report(
        "storms", so.Seeds, (long)(seeds.Last - seeds.First + 1), $"{so.Failed} failed", $"{so.Events / 1e6:0.0} M events");

    private static void Show(IAnsiConsole console, StormReport report, double seconds, FailedStorm? failure)
    {
        if (failure is not null)
        {
            console.WriteLine($"{failure.Guarantee} broken in the storm of seed {failure.Seed}: {failure.Explanation}");
            console.WriteLine($"again: {failure.Again}");
            console.WriteLine("the shortest story found that ends like this:");
            foreach (var line in failure.Story) console.WriteLine("  " + line);
            console.WriteLine($"seeds that failed: {string.Join(", ", report.FailedSeeds.Take(20))}{(report.FailedSeeds.Count > 20 ? ", ..." : "")}");
        }

        console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Seeds} storms, {report.Failed} failed; {report.Events:#,0} events, {report.VirtualTime.TotalHours:0.0} simulated hours in " +
            $"{seconds:0.0} s ({report.VirtualTime.TotalSeconds / seconds:#,0} times real time)"));
    }

    private static FailedStorm Describe(StormOutcome failed)
    {
        var shrunk = StormShrinker.Shrink(failed.Plan, plan => Storm.Run(plan).Violation?.Invariant == failed.Violation!.Invariant);
        return new FailedStorm(failed.Plan.Seed, failed.Violation!.Invariant, failed.Violation.ToString(), failed.Plan.Again, Storm.Run(shrunk).Story);
    }

    private static int FindPlanted(CommandRun run)
    {
        var found = new List<PlantedBugFound>();
        foreach (var bug in PlantedBug.All)
        {
            run.Progress.Report("planted bugs", found.Count, PlantedBug.All.Length, bug.Name);
            found.Add(bug.Find());
        }

        run.Answer(new { Planted = found }, console =>
        {
            foreach (var each in found)
            {
                console.WriteLine($"{each.Guarantee}  {each.Bug}: {(each.Seed is { } seed ? $"found by seed {seed}: {each.Explanation}" : "NOT FOUND")}");
            }
        });
        return found.All(each => each.Seed is not null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static int? NodesOf(int? nodes) => nodes is null or (>= 1 and <= 1000)
        ? nodes
        : throw new CommandFailure($"--nodes is {nodes}; 1 to 1000 would work", ExitCodes.WrongUsage);

    private static ImmutableArray<FaultKind> KindsOf(string? names)
    {
        try
        {
            return names is null ? FaultKinds.All : FaultKinds.Parse(names);
        }
        catch (ArgumentException unknown)
        {
            throw new CommandFailure($"--faults: {unknown.Message}", ExitCodes.WrongUsage);
        }
    }

    private static SeedRange Refuse(System.CommandLine.Parsing.ArgumentResult result)
    {
        result.AddError($"--seeds takes one seed or a range such as 1..1000, not '{result.Tokens[0].Value}'");
        return new SeedRange(1, 1);
    }

    private sealed record FailedStorm(ulong Seed, string Guarantee, string Explanation, string Again, IReadOnlyList<string> Story);
}

/// <summary>A range of seeds as it is typed.</summary>
internal sealed record SeedRange(ulong First, ulong Last)
{
    public override string ToString() => $"{First}..{Last}";

    public static SeedRange? Parse(string text)
    {
        var parts = text.Split("..");
        return parts.Length is 1 or 2
            && ulong.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && ulong.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            && first <= last
            ? new SeedRange(first, last)
            : null;
    }
}
