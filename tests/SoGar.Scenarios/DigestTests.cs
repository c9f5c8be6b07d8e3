using System.Text.Json;

namespace SoGar.Scenarios;

/// <summary>G5 over the shipped program: real videos, real libtorch, real processes.</summary>
public sealed class DigestTests(TinyVideos videos) : IClassFixture<TinyVideos>
{
    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    public async Task One_two_and_three_trainers_end_with_the_same_digests(string precision)
    {
        var digests = new List<string>();
        foreach (var trainers in new[] { 1, 2, 3 })
            digests.Add(DigestOf(await PretrainAsync($"{precision}-{trainers}", $"precision={precision}", $"trainers={trainers}")));

        Assert.Equal(digests[0], digests[1]);
        Assert.Equal(digests[0], digests[2]);
    }

    [Fact]
    public async Task Another_seed_ends_with_other_digests()
    {
        Assert.NotEqual(
            DigestOf(await PretrainAsync("seed-0", "seed=0", "steps=4")),
            DigestOf(await PretrainAsync("seed-1", "seed=1", "steps=4")));
    }

    [Theory]
    [InlineData("fp32")]
    [InlineData("bf16")]
    public async Task A_run_killed_in_the_middle_and_resumed_ends_like_an_unbroken_one(string precision)
    {
        string[] recipe = [$"precision={precision}", "steps=150", "checkpoint.every=20"];
        var unbroken = DigestOf(await PretrainAsync($"{precision}-unbroken", recipe));

        var name = $"{precision}-killed";
        using (var victim = SogarProcess.Start(videos.Folder, ["pretrain", "tiny", "--name", name, .. recipe]))
        {
            await WaitForAsync(() => Directory.Exists(CheckpointOf(name, 60)) || victim.HasEnded);
            victim.Kill();
        }

        var resumed = await PretrainAsync(name, ["--resume", "trainers=3", .. recipe]);

        Assert.Equal(unbroken, DigestOf(resumed));
        Assert.Equal(150, resumed.GetProperty("steps").GetInt64());
    }

    [Fact]
    public async Task An_interrupted_run_drains_with_exit_code_3_and_resumes_to_the_same_digests()
    {
        const int Steps = 300;
        string[] recipe = [$"steps={Steps}", "checkpoint.every=0"];
        var unbroken = DigestOf(await PretrainAsync("undrained", recipe));

        SogarResult drained;
        using (var process = SogarProcess.Start(videos.Folder, ["pretrain", "tiny", "--name", "drained", "--json", .. recipe]))
        {
            await WaitForAsync(() => process.HasSaid("pretrain 1/") || process.HasEnded);
            process.Interrupt();
            drained = await process.EndAsync();
        }

        var steps = drained.Json.GetProperty("steps").GetInt64();
        Assert.Equal(3, drained.ExitCode);
        Assert.InRange(steps, 1, Steps - 1);
        Assert.Equal(unbroken, DigestOf(await PretrainAsync("drained", ["--resume", .. recipe])));
    }

    [Fact]
    public async Task Evaluations_on_the_side_leave_digests_as_they_are()
    {
        var alone = DigestOf(await PretrainAsync("alone", "steps=24", "checkpoint.every=4"));
        var watched = DigestOf(await PretrainAsync("watched", "steps=24", "checkpoint.every=4", "evaluate.every=4"));

        Assert.Equal(alone, watched);
        // A short run may end before the later evaluations, but not before the first.
        Assert.NotEmpty(Directory.EnumerateFiles(Path.Combine(videos.Folder, "runs", "watched", "evaluation"), "step-*.json"));
    }

    [Fact]
    public async Task Free_sums_train_too()
    {
        var free = await PretrainAsync("free", "exchange.sum=free", "steps=6");

        Assert.True(double.IsFinite(free.GetProperty("loss_last").GetDouble()));
    }

    private async Task<JsonElement> PretrainAsync(string name, params IEnumerable<string> more) =>
        (await SogarProcess.RunAsync(videos.Folder, ["pretrain", "tiny", "--name", name, "--json", .. more])).Succeeded().Json;

    private static string DigestOf(JsonElement summary)
    {
        var digest = summary.GetProperty("digest");
        return string.Join(' ', new[] { "student", "teacher", "optimizer" }.Select(state => digest.GetProperty(state).GetString()));
    }

    private string CheckpointOf(string run, int done) => Path.Combine(videos.Folder, "runs", run, "checkpoints", $"step-{done:D8}");

    private static async Task WaitForAsync(Func<bool> condition)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!condition()) await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
