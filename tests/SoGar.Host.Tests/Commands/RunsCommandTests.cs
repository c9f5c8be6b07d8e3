using System.Text.Json;
using SoGar.Host.CommandLine;
using SoGar.Host.Tests.CommandLine;
using SoGar.Protocol.Events;

namespace SoGar.Host.Tests.Commands;

public sealed class RunsCommandTests : IDisposable
{
    private readonly RunsCase _runs = new();

    [Fact]
    public async Task Runs_are_listed_with_where_they_stand_the_latest_first()
    {
        await _runs.WriteAsync("demo-1", RunsCase.Started(2), RunsCase.Step(0, 5.5), RunsCase.Step(1, 4.25), new RunFinished(2, RunsCase.Digests, 1));
        await _runs.WriteAsync(
            "demo-2", RunsCase.Started(3), RunsCase.Step(0, 5.5), new RunDrained(1, "stopped by the user"), new RunResumed(0, "the beginning", "p"),
            RunsCase.Step(0, 5.5));

        await _runs.SuperviseAsync("demo-2");
        await _runs.WriteAsync("demo-3", RunsCase.Started(9), RunsCase.Step(0, 5.75));

        var listed = await CommandCase.RunAsync("runs", "--runs", _runs.Root);

        Assert.Equal((0, ""), (listed.ExitCode, listed.Error));
        Approval.Verify("runs", listed.Out);
    }

    [Fact]
    public async Task A_run_is_shown_with_all_that_happened_to_it()
    {
        await _runs.WriteAsync(
            "demo-1",
            RunsCase.Started(4),
            new GenerationFormed(1, 2, 0),
            RunsCase.Step(0, 5.5),
            new SampleReplaced("videos/7.mp4", "videos/9.mp4", "it ends after 3 of 64 frames"),
            new CheckpointWritten(1, "/runs/demo-1/checkpoints/step-00000001", 1_500_000, RunsCase.Digests, 0.1),
            new AlarmRaised(0, "the embeddings shrink: std 0.009, healthy is 0.0625"),
            new RunDrained(1, "stopped by the user"),
            new RunResumed(1, "/runs/demo-1/checkpoints/step-00000001", "cpu fp32 1 thread"),
            new GenerationFormed(2, 1, 1),
            RunsCase.Step(1, 5.25) with { Attempts = 2 },
            new CheckpointRefused(2, "no space left on the disk"),
            new RunFailed(2, "/run/trainer-0: out of memory"));

        var shown = await CommandCase.RunAsync("show", "demo-1", "--runs", _runs.Root);
        var json = await CommandCase.RunAsync("show", "demo-1", "--runs", _runs.Root, "--json");

        Assert.Equal((0, ""), (shown.ExitCode, shown.Error));
        Approval.Verify("show", shown.Out);
        Assert.Equal("failed", JsonDocument.Parse(json.Out).RootElement.GetProperty("summary").GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_run_whose_processes_died_is_shown_as_interrupted_with_the_way_on()
    {
        await _runs.WriteAsync("demo-1", RunsCase.Started(4), RunsCase.Step(0, 5.5));

        var interrupted = await StatusOfAsync("demo-1");
        await _runs.SuperviseAsync("demo-1");
        var running = await StatusOfAsync("demo-1");

        Assert.Equal(("interrupted", true), (interrupted.Status, interrupted.Explanation?.Contains("--name demo-1 --resume", StringComparison.Ordinal)));
        Assert.Equal(("running", null), running);
    }

    private async Task<(string? Status, string? Explanation)> StatusOfAsync(string run)
    {
        var json = await CommandCase.RunAsync("show", run, "--runs", _runs.Root, "--json");
        var summary = JsonDocument.Parse(json.Out).RootElement.GetProperty("summary");
        return (summary.GetProperty("status").GetString(), summary.GetProperty("explanation").GetString());
    }

    [Fact]
    public async Task The_recipe_of_a_run_can_be_printed_alone()
    {
        await _runs.WriteAsync("demo-1", RunsCase.Started(4));

        var shown = await CommandCase.RunAsync("show", "demo-1", "--recipe", "--runs", _runs.Root);

        Assert.Equal(RunsCase.Started(4).Recipe, shown.Out);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_answered_with_the_nearest_that_is()
    {
        await _runs.WriteAsync("demo-1", RunsCase.Started(4));

        var shown = await CommandCase.RunAsync("show", "demo-2", "--runs", _runs.Root);

        Assert.Equal(
            (ExitCodes.Failure, $"there is no run demo-2 in {_runs.Root}; did you mean demo-1?\n'./sogar runs' lists those there are\n"),
            (shown.ExitCode, shown.Error));
    }

    [Fact]
    public async Task A_folder_without_runs_is_answered_with_how_to_get_one()
    {
        var listed = await CommandCase.RunAsync("runs", "--runs", Path.Combine(_runs.Root, "none"));

        Assert.Equal(ExitCodes.Failure, listed.ExitCode);
        Assert.Contains("no journal of runs here; './sogar pretrain RECIPE' makes one", listed.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _runs.Dispose();
}
