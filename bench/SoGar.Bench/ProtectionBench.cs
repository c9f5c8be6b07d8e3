using System.Collections.Immutable;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Methods;
using SoGar.Compute.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;

namespace SoGar.Bench;

/// <summary>
/// <c>protection</c>: what a trainer of the demo's recipe spends on being safe, beside a whole step in bf16. By account, because nothing in the product
/// switches it off: the look for damage before a contribution leaves, the fingerprints of student and teacher after the step, and the copy that a checkpoint
/// is written from. What is left, the journal and the writing of checkpoints, is other threads' work that no step waits for; <c>bench/recovery.py steady</c>
/// shows what it takes from them.
/// </summary>
internal static class ProtectionBench
{
    public static void Run(Options options)
    {
        var (threads, repeats) = (options.Number("threads", 1), options.Number("repeats", 10));
        var every = options.Number("every", 50);
        options.RequireAllRead();
        var recipe = ShardBench.Demo(threads, Precision.Bf16, SumRule.Exact);
        using var buffers = new ViewBuffers();
        using var state = new StudentState(MethodShelf.Of(recipe, samples: 640));
        using var teacher = new TeacherState(state);
        using var student = new MethodStudent(MethodShelf.Of(recipe, samples: 640), state, teacher);
        var shards = Enumerable.Range(0, recipe.Shards).Select(shard => ShardBench.Views(recipe, shard, buffers)).ToArray();
        ImmutableArray<TensorPart> parts =
        [
            new TensorPart(CheckpointPart.Student, [.. state.StudentTensors]),
            new TensorPart(CheckpointPart.Teacher, [.. teacher.Tensors]),
            new TensorPart(CheckpointPart.Optimizer, [.. state.OptimizerTensors]),
        ];
        var staging = new StagingMemory();
        Step();                                                             // the first attempt of the first step only measures

        var step = Timing.Of(repeats, Step).BestWall;
        var look = Timing.Of(repeats, () => student.FindDamage()).BestWall;
        var seals = Timing.Of(repeats, () => _ = state.Seal() ^ teacher.Seal()).BestWall;
        var copy = Timing.Of(repeats, () => staging.TryStage(parts)!.Dispose()).BestWall;
        foreach (var shard in shards) shard.Dispose();

        // A step of the bench has the student's seal in it already, as every step has, and not the look: the step without either is what the rest is held
        // against.
        var bare = step - Timing.Of(repeats, () => state.Seal()).BestWall;
        var cost = look + seals + copy / every;
        Console.WriteLine(
            $"step without protection {bare:0.0} ms; look {look:0.000} ms, fingerprints {seals:0.000} ms, copy {copy:0.000} ms every {every} steps");
        Console.WriteLine(
            $"protection costs {cost:0.000} ms a step, {100 * cost / bare:0.00} %; wall, best of {repeats}, {threads} thread(s), batch {recipe.Batch}");

        void Step()
        {
            student.Begin(0);
            foreach (var shard in shards) student.Contribute(shard);
            if (student.Advance(student.Contribution) is StepOutcome.NotFinite broken)
                throw new InvalidOperationException(broken.Explanation);
            teacher.Follow(state, 0.97);
        }
    }
}
