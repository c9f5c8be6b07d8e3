using System.Globalization;
using System.Text.Json;

namespace SoGar.Scenarios.Cluster;

/// <summary><c>evaluate.every</c> with a cluster: measured by a process that the run does not know of (G5).</summary>
[Collection(ClusterScenarios.Name)]
public sealed class EvaluationScenarios(ClusterStage stage)
{
    private static readonly string[] Measured = ["evaluate.every=10", "evaluate.probe-iterations=5"];

    [Fact]
    public async Task Checkpoints_of_a_cluster_are_measured_while_it_trains()
    {
        await using var up = stage.Up("measured", nodes: 2, Measured);
        await up.UntilTrainedAsync(10, nodes: 2);

        await up.UntilAsync(_ => StepFiles("measured").Length > 0);

        stage.RequireUndisturbed((await up.EndAsync()).Succeeded().Json);
        Assert.All(StepFiles("measured"), file => Assert.True(Json(file).GetProperty("linear").GetProperty("pretrained").GetDouble() >= 0));
    }

    [Fact]
    public async Task An_evaluator_that_is_killed_leaves_the_run_as_it_is()
    {
        await using var up = stage.Up("unmeasured", nodes: 2, Measured);
        await up.UntilTrainedAsync(10, nodes: 2);

        Signal.Kill.Send(up.Evaluator);
        await up.UntilSaidAsync("the evaluator (process");

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.Empty(ClusterStage.RecoveriesOf(result.Json));
    }

    [Fact]
    public async Task A_run_that_has_ended_is_measured_once_by_who_follows_it_late()
    {
        string[] follow = ["evaluate", "undisturbed", "--follow", "--json", .. Measured];

        var first = (await SogarProcess.RunAsync(stage.Folder, follow)).Succeeded().Json;
        var second = (await SogarProcess.RunAsync(stage.Folder, follow)).Succeeded().Json;

        var expected = Path.Combine(
            stage.Folder, "runs", "undisturbed", "evaluation", string.Create(CultureInfo.InvariantCulture, $"step-{ClusterStage.Steps:D8}.json"));
        Assert.Equal(
            ("finished", expected), (first.GetProperty("status").GetString(), Path.GetFullPath(first.GetProperty("files")[0].GetString()!, stage.Folder)));
        Assert.Equal(0, second.GetProperty("files").GetArrayLength());
        Assert.True(Json(expected).TryGetProperty("knn", out _));
    }

    private string[] StepFiles(string run) => Directory.Exists(EvaluationOf(run)) ? Directory.GetFiles(EvaluationOf(run), "step-*.json") : [];

    private string EvaluationOf(string run) => Path.Combine(stage.Folder, "runs", run, "evaluation");

    private static JsonElement Json(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement;
}
