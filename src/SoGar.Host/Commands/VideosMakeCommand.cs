using System.CommandLine;
using SoGar.Compute.Synthesis;
using SoGar.Host.CommandLine;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar videos make</c>: synthetic team-sport videos with labels and boxes (docs/data-format.md).</summary>
internal static class VideosMakeCommand
{
    private static readonly VideoSetOptions Defaults = new();

    public static Command Define(CommandShell shell)
    {
        var directory = new Option<string>("--out") { Description = "A new folder, or one to go on with", HelpName = "DIR", Required = true };
        var train = Number("--train", "Training clips of each of the eight activities", Defaults.TrainClipsPerActivity);
        var validation = Number("--val", "Validation clips of each activity", Defaults.ValidationClipsPerActivity);
        var test = Number("--test", "Test clips of each activity", Defaults.TestClipsPerActivity);
        var size = new Option<string>("--size")
        {
            Description = "Width and height in pixels, up to 1280x720",
            HelpName = "WxH",
            DefaultValueFactory = _ => $"{Defaults.Format.Width}x{Defaults.Format.Height}",
        };
        var frames = Number("--frames", "Frames of a clip", Defaults.Format.FrameCount);
        var rate = Number("--fps", "Frames per second", Defaults.Format.FramesPerSecond);
        var seed = new Option<ulong>("--seed") { Description = "Another seed gives other clips", HelpName = "N", DefaultValueFactory = _ => Defaults.Seed };

        var command = shell.Define(
            "make",
            "Make synthetic team-sport videos (H.264) with group-activity labels and player boxes",
            [
                "./sogar videos make --out data/demo",
                "./sogar videos make --out data/large --size 1280x720 --frames 250 --train 20 --val 5 --test 5",
            ],
            (parsed, run) =>
            {
                var (width, height) = ParseSize(parsed.GetRequiredValue(size));
                var options = new VideoSetOptions
                {
                    Seed = parsed.GetValue(seed),
                    TrainClipsPerActivity = parsed.GetValue(train),
                    ValidationClipsPerActivity = parsed.GetValue(validation),
                    TestClipsPerActivity = parsed.GetValue(test),
                    Format = new ClipFormat { Width = width, Height = height, FrameCount = parsed.GetValue(frames), FramesPerSecond = parsed.GetValue(rate) },
                };
                return Task.FromResult(Make(run, parsed.GetRequiredValue(directory), options));
            });
        foreach (var option in (Option[])[directory, train, validation, test, size, frames, rate, seed])
        {
            command.Options.Add(option);
        }

        return command;
    }

    /// <summary>Makes what is missing of a set, with progress.</summary>
    /// <exception cref="CommandFailure">The user stopped it; what is whole stays.</exception>
    public static VideoSetResult MakeSet(CommandRun run, string directory, VideoSetOptions options)
    {
        try
        {
            return VideoSetMaker.Make(directory, options, new ReportedProgress(run.Progress), run.Drain.Requested);
        }
        catch (OperationCanceledException)
        {
            throw new CommandFailure(
                $"Stopped before the end. The clips that are whole stay in {directory}; the same command goes on with the others.", ExitCodes.Resumable);
        }
    }

    private static int Make(CommandRun run, string directory, VideoSetOptions options)
    {
        var complaints = options.Complaints().ToList();
        if (complaints.Count > 0)
        {
            throw new CommandFailure(string.Join('\n', complaints), ExitCodes.WrongUsage);
        }

        var made = MakeSet(run, directory, options);
        run.Answer(
            new { made.Directory, Clips = made.ClipCount, Made = made.MadeCount, Bytes = made.VideoBytes, Seconds = made.Elapsed.TotalSeconds },
            console => console.WriteLine(made.MadeCount == 0
                ? $"{made.Directory} has all {made.ClipCount} clips already."
                : $"{made.Directory}: {made.MadeCount} clips made in {ProgressLine.Words(made.Elapsed)}, {made.VideoBytes / 1e6:0.0} MB; it has " +
                    $"{made.ClipCount}."));
        return ExitCodes.Success;
    }

    private static (int Width, int Height) ParseSize(string size) =>
        size.Split('x') is [var width, var height] && int.TryParse(width, out var w) && int.TryParse(height, out var h)
            ? (w, h)
            : throw new CommandFailure($"--size is {size}; width and height with an x between would work, for example 640x360", ExitCodes.WrongUsage);

    private static Option<int> Number(string name, string description, int fallback) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => fallback };

    private sealed class ReportedProgress(ProgressLine progress) : IProgress<VideoSetProgress>
    {
        public void Report(VideoSetProgress value) => progress.Report("videos", value.DoneCount, value.ClipCount);
    }
}
