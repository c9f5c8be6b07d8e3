using SoGar.Compute.Checkpoints;
using SoGar.Compute.Methods;
using SoGar.Compute.Tests.Methods;
using SoGar.Compute.Training;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Tests.Training;

public sealed class StepDumpTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sogar-dump-").FullName;
    private readonly ViewBuffers _buffers = new();

    public void Dispose()
    {
        _buffers.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_step_that_is_not_finite_is_put_aside_with_its_views_and_the_state_before_it()
    {
        var recipe = Shards.Recipe with { Shards = 2, Batch = 4 };
        using var state = Shards.State(recipe);
        using var teacher = new TeacherState(state);
        var folder = Path.Combine(_folder, "refused");
        using var student = new MethodStudent(MethodShelf.Of(recipe, Shards.Samples), state, teacher, new StepDump(folder));
        var shards = Enumerable.Range(0, recipe.Shards).Select(shard => Shards.Views(recipe, 0, shard, _buffers)).ToList();
        shards[1].Groups[0].Of(0, 0)[0] = float.NaN;
        student.Begin(0, 1);
        foreach (var shard in shards) student.Contribute(shard);
        Assert.IsType<StepOutcome.NotFinite>(student.Advance(student.Contribution));

        var told = student.PutAside(shards);

        var path = Path.Combine(folder, "step-0-shards-0-1.safetensors");
        Assert.Equal($"its views and the state before it are in {path}", told);
        using var file = SafetensorsFile.Open(path);
        Assert.True(float.IsNaN(file.ReadFloats("views.1.0")[0]));
        Assert.Equal(shards[0].Groups[1].Shape, file.Find("views.0.1-4")!.Shape.ToArray());
        foreach (var tensor in state.StudentTensors.Concat(teacher.Tensors).Concat(state.OptimizerTensors))
            Assert.Equal(tensor.Values.ToArray(), file.ReadFloats(tensor.Name));
        foreach (var shard in shards) shard.Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_told_and_nothing_fails()
    {
        File.WriteAllText(Path.Combine(_folder, "taken"), "a file");
        using var views = Shards.Views(Shards.Recipe, 3, 2, _buffers);

        var told = new StepDump(Path.Combine(_folder, "taken")).Write(3, [views], []);

        Assert.StartsWith("its views could not be put aside: ", told, StringComparison.Ordinal);
        Assert.Contains("taken", told, StringComparison.Ordinal);
    }
}
