namespace SoGar.Scenarios;

/// <summary>G5 for the methods beside SoGAR, over the shipped program.</summary>
public sealed class MethodDigestTests(TinyVideos videos) : IClassFixture<TinyVideos>
{
    [Theory]
    [InlineData("tiny-svt")]
    [InlineData("tiny-concepts")]
    [InlineData("tiny-const-cl")]
    [InlineData("tiny-hdc")]
    public async Task One_two_and_three_trainers_and_a_resumed_run_end_with_the_same_digests(string recipe)
    {
        var alone = await PretrainAsync(recipe, $"{recipe}-1", "trainers=1");
        Assert.Equal(alone, await PretrainAsync(recipe, $"{recipe}-2", "trainers=2"));
        Assert.Equal(alone, await PretrainAsync(recipe, $"{recipe}-3", "trainers=3"));

        // Drained at its first checkpoint or soon after it, then gone on with by more trainers.
        using (var process = SogarProcess.Start(videos.Folder, "pretrain", recipe, "--name", $"{recipe}-resumed", "--json", "checkpoint.every=1"))
        {
            await WaitForAsync(
                () => Directory.Exists(Path.Combine(videos.Folder, "runs", $"{recipe}-resumed", "checkpoints", "step-00000002")) || process.HasEnded);
            process.Interrupt();
            await process.EndAsync();
        }

        Assert.Equal(alone, await PretrainAsync(recipe, $"{recipe}-resumed", "--resume", "trainers=3", "checkpoint.every=1"));
    }

    private async Task<string> PretrainAsync(string recipe, string name, params IEnumerable<string> more)
    {
        var summary = (await SogarProcess.RunAsync(videos.Folder, ["pretrain", recipe, "--name", name, "--json", .. more])).Succeeded().Json;
        Assert.Equal(12, summary.GetProperty("steps").GetInt64());
        var digest = summary.GetProperty("digest");
        return string.Join(' ', new[] { "student", "teacher", "optimizer" }.Select(state => digest.GetProperty(state).GetString()));
    }

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
