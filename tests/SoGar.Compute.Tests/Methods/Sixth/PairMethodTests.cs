using System.Runtime.CompilerServices;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Methods;
using SoGar.Compute.Tests.Checkpoints;
using SoGar.Compute.Training;
using SoGar.Protocol;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Methods.Sixth;

/// <summary>The worked example of docs/methods.md under the shard rule.</summary>
public sealed class PairMethodTests : IDisposable
{
    private static readonly Recipe Recipe = Shards.Recipe with
    {
        Optimizer = new OptimizerRecipe { Rule = OptimizerRule.Sgd, LearningRate = 0.05, Warmup = 0 },
    };

    private readonly ViewBuffers _buffers = new();

    public void Dispose() => _buffers.Dispose();

    [Fact]
    public void One_two_and_three_trainers_end_with_the_same_digests()
    {
        var alone = Train(trainers: 1);

        Assert.Equal(alone, Train(trainers: 2));
        Assert.Equal(alone, Train(trainers: 3));
    }

    [Fact]
    public void The_queue_holds_the_keys_of_the_last_steps_in_the_order_of_shards()
    {
        var method = Method();
        using var run = new MethodRun(method, trainers: 2);

        run.Step(0, Views);
        var firstStep = run.State.Committed("queue")[..(8 * PairMethod.Width)].ToArray();
        for (var step = 1; step < 4; step++) run.Step(step, Views);

        Assert.Equal(firstStep, run.State.Committed("queue")[..(8 * PairMethod.Width)].ToArray());
        run.Step(4, Views);
        Assert.NotEqual(firstStep, run.State.Committed("queue")[..(8 * PairMethod.Width)].ToArray());
        foreach (var row in run.State.Committed("queue").ToArray().Chunk(PairMethod.Width))
            Assert.Equal(1, row.Sum(value => value * value), 1e-4);         // keys of unit length, at most rounded
    }

    [Fact]
    public void A_method_without_a_teacher_and_without_second_moments_keeps_neither()
    {
        using var run = new MethodRun(Method(), trainers: 1);

        Assert.False(run.State.Layouts.HasTeacher);
        Assert.Empty(run.Teacher.Tensors);
        Assert.DoesNotContain(run.State.OptimizerTensors, tensor => tensor.Name.StartsWith("optimizer.second.", StringComparison.Ordinal));
        Assert.Contains(run.State.OptimizerTensors, tensor => tensor.Name == "optimizer.queue");
    }

    [Fact]
    public void A_checkpoint_of_it_has_an_empty_teacher_and_comes_back()
    {
        using var folder = new ScratchFolder();
        using var run = new MethodRun(Method(), trainers: 1);
        run.Step(0, Views);
        var digest = Digest.Of([1]);
        var written = new CheckpointWriter(new CheckpointStore(folder.Path)).Write(new CheckpointSnapshot("pair", 1, 1, digest,
        [
            new TensorPart(CheckpointPart.Student, [.. run.State.StudentTensors]),
            new TensorPart(CheckpointPart.Teacher, [.. run.Teacher.Tensors]),
            new TensorPart(CheckpointPart.Optimizer, [.. run.State.OptimizerTensors]),
        ]));

        var read = new CheckpointStore(folder.Path).NewestWhole().Checkpoint!;
        using var state = new StudentState(new PairMethod(Recipe with { Seed = 99 }, new Epochs(Shards.Samples, Recipe.Batch)));
        using var teacher = new TeacherState(state);
        state.Load(new[] { CheckpointPart.Student, CheckpointPart.Optimizer }.SelectMany(part => read.ReadTensors(part)).ToDictionary(tensor => tensor.Name));
        teacher.Load(read.ReadTensors(CheckpointPart.Teacher).ToDictionary(tensor => tensor.Name));

        Assert.Equal(run.Digests, new StateDigests(state.StudentDigest, teacher.Digest, state.OptimizerDigest));
        Assert.Equal(run.Digests, written.States);
    }

    [Fact]
    public void Its_own_reading_appears_as_a_part_of_the_loss()
    {
        using var run = new MethodRun(Method(), trainers: 1);

        var reading = run.Step(0, Views);

        Assert.InRange(reading.Parts!["positive-cosine"], -1, 1);
        Assert.True(double.IsNaN(reading.TargetEntropy));
        Assert.Empty(CollapseAlarms.Of(reading));
    }

    [Fact]
    public void The_page_on_methods_shows_this_very_code()
    {
        var folder = Path.GetDirectoryName(ThisFile())!;
        var page = File.ReadAllText(Path.Combine(folder, "..", "..", "..", "..", "docs", "methods.md"));

        Assert.Contains(File.ReadAllText(Path.Combine(folder, "PairMethod.cs")), page, StringComparison.Ordinal);
    }

    private static PairMethod Method() => new(Recipe, new Epochs(Shards.Samples, Recipe.Batch));

    private ShardViews Views(long step, int shard) => Shards.Clips(Recipe, step, shard, views: 2, _buffers);

    private StateDigests Train(int trainers)
    {
        using var run = new MethodRun(Method(), trainers);
        for (var step = 0; step < 5; step++) run.Step(step, Views);
        return run.Digests;
    }

    private static string ThisFile([CallerFilePath] string here = "") => here;
}
