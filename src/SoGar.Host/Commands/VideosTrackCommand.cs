using System.CommandLine;
using SoGar.Compute.Synthesis;
using SoGar.Host.CommandLine;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary>
/// <c>sogar videos track</c>: synthetic image sequences with a target to be tracked, in GOT-10k's and OTB2015's formats (docs/data-format.md).
/// </summary>
internal static class VideosTrackCommand
{
    private static readonly TrackingSetOptions Defaults = new();

    public static Command Define(CommandShell shell)
    {
        var directory = new Option<string>("--out") { Description = "A new folder, or one to go on with", HelpName = "DIR", Required = true };
        var train = Number("--train", "Sequences to learn from (got10k/)", Defaults.Train);
        var test = Number("--test", "Sequences to be measured on (otb2015/)", Defaults.Test);
        var frames = Number("--frames", "Frames of a sequence", Defaults.Format.FrameCount);
        var seed = new Option<ulong>("--seed") { Description = "Another seed gives other sequences", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };
        var command = shell.Define(
            "track",
            "Make synthetic image sequences with a target to be tracked, in the formats of GOT-10k and OTB2015",
            ["./sogar videos track --out data/track", "./sogar videos track --out data/track-large --train 500 --test 100"],
            (parsed, run) => Task.FromResult(Make(
                run,
                parsed.GetRequiredValue(directory),
                new TrackingSetOptions
                {
                    Seed = parsed.GetValue(seed),
                    Train = parsed.GetValue(train),
                    Test = parsed.GetValue(test),
                    Format = Defaults.Format with { FrameCount = parsed.GetValue(frames) },
                })));
        foreach (var option in (Option[])[directory, train, test, frames, seed]) command.Options.Add(option);
        return command;
    }

    private static int Make(CommandRun run, string directory, TrackingSetOptions options)
    {
        if (options.Train < 1 || options.Test < 1 || options.Format.Complaints().Any())
            throw new CommandFailure(string.Join('\n', options.Format.Complaints().Append("--train and --test take 1 or more")), ExitCodes.WrongUsage);
        try
        {
            var made = TrackingSetMaker.Make(directory, options, new Reported(run.Progress), run.Drain.Requested);
            run.Answer(
                new { Directory = directory, Made = made, options.Train, options.Test },
                console =>
                    console.WriteLine(
                        $"{directory}: {made} sequences made; got10k/ has {options.Train} to learn from, otb2015/ has {options.Test} to be measured on."));
            return ExitCodes.Success;
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailure(
                $"Stopped before the end. The sequences that are whole stay in {directory}; the same command goes on with the others.", ExitCodes.Resumable);
        }
    }

    private static Option<int> Number(string name, string description, int fallback) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };

    private sealed class Reported(ProgressLine progress) : IProgress<VideoSetProgress>
    {
        public void Report(VideoSetProgress value) => progress.Report("sequences", value.DoneCount, value.ClipCount);
    }
}
