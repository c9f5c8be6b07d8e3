using System.Text.Json;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;
using SoGar.Tests;

namespace SoGar.Scenarios;

/// <summary>The shipped program over a real PostgreSQL that goes away in mid-run: training goes on, and the journal misses nothing.</summary>
public sealed class PostgresTests(TinyVideos videos) : IClassFixture<TinyVideos>
{
    private const int Steps = 150;

    [Theory]
    [InlineData("restarted")]
    [InlineData("killed")]
    public async Task A_run_whose_database_goes_away_and_comes_back_ends_like_an_undisturbed_one(string fate)
    {
        var undisturbed = await SogarProcess.RunAsync(
            videos.Folder, ["pretrain", "tiny", "--name", $"calm-{fate}", "--json", $"steps={Steps}", "checkpoint.every=20"]);
        await using var server = await PostgresServer.StartAsync();
        await using var store = await Store.OpenAsync(server.Location(), RunEventTypes.All, TimeProvider.System);

        using var process = SogarProcess.Start(
            videos.Folder, "pretrain", "tiny", "--name", fate, "--json", $"steps={Steps}", "checkpoint.every=20", "--store",
            server.Url().Replace("@", $":{PostgresServer.Password}@"));
        await StepsCommittedAsync(store, fate, count: 10, process);
        await (fate == "killed" ? server.KillAsync() : server.StopAsync());
        await WaitForAsync(() => process.HasEnded || Directory.Exists(Path.Combine(videos.Folder, "runs", fate, "checkpoints", "step-00000100")));
        await server.BeginAsync();
        var ended = (await process.EndAsync()).Succeeded();

        Assert.Equal(DigestOf(undisturbed.Succeeded().Json), DigestOf(ended.Json));
        var steps = (await RunStream.ReadAsync(store.Journal, fate)).OfType<StepCommitted>().Select(step => step.Step);
        Assert.Equal(Enumerable.Range(0, Steps).Select(step => (long)step), steps);
        Assert.DoesNotContain(PostgresServer.Password, ended.Errors + ended.Output, StringComparison.Ordinal);
    }

    private static async Task StepsCommittedAsync(Store store, string run, int count, SogarProcess process)
    {
        while (!process.HasEnded && (await RunStream.ReadAsync(store.Journal, run)).OfType<StepCommitted>().Count() < count) await Task.Yield();
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private static string DigestOf(JsonElement summary) => summary.GetProperty("digest").ToString();
}
