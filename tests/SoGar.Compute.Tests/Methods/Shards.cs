using System.Collections.Immutable;
using SoGar.Compute.Methods;
using SoGar.Compute.Training;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Methods;

/// <summary>A small run without videos: its recipe, and shards whose views are noise keyed by step, shard and view.</summary>
internal static class Shards
{
    public const int Samples = 64;

    public static readonly Recipe Recipe = new()
    {
        Seed = 5,
        Steps = 10,
        Batch = 8,
        Shards = 4,
        Precision = Precision.Fp32,
        Model = new ModelRecipe { Depth = 2, Width = 24, Heads = 3, Patch = 4, Grid = 2, Frames = 4, MlpRatio = 2, Init = ModelInit.Motion },
        Heads = new HeadsRecipe { ProjectorHidden = 40, Output = 16, PredictorHidden = 32 },
        Loss = new LossRecipe { VarianceHinge = 1 },
        Optimizer = new OptimizerRecipe { LearningRate = 1e-3, Warmup = 0.2 },
        Teacher = new TeacherRecipe { Momentum = 0.97 },
    };

    public static ShardViews Views(Recipe recipe, long step, int shard, ViewBuffers buffers)
    {
        ImmutableArray<ViewGroup> groups =
        [
            Group([0], [ViewRole.Teacher], 4, 8),
            Group([1, 4], [ViewRole.Tcl, ViewRole.Scl], 4, 8),
            Group([2, 3], [ViewRole.Scl, ViewRole.Scl], 2, 12),
        ];
        return new ShardViews(new ShardKey(step, shard), groups, buffers);

        ViewGroup Group(ImmutableArray<int> numbers, ImmutableArray<ViewRole> roles, int frames, int size) =>
            Noise(recipe, step, shard, numbers, roles, frames, size, buffers);
    }

    /// <summary>A shard of clips whose part in the loss their position tells: one group of <paramref name="views"/> views.</summary>
    public static ShardViews Clips(Recipe recipe, long step, int shard, int views, ViewBuffers buffers, int frames = 4, int size = 8) => new(
        new ShardKey(step, shard),
        [Noise(recipe, step, shard, [.. Enumerable.Range(0, views)], [.. Enumerable.Repeat(ViewRole.Clip, views)], frames, size, buffers)],
        buffers);

    /// <summary>One group of views of noise.</summary>
    public static ViewGroup Noise(
        Recipe recipe, long step, int shard, ImmutableArray<int> numbers, ImmutableArray<ViewRole> roles, int frames, int size, ViewBuffers buffers)
    {
        var samples = recipe.ShardSize();
        var group = new ViewGroup(numbers, roles, samples, frames, size, buffers.Rent(numbers.Length * samples * 3 * frames * size * size));
        for (var index = 0; index < numbers.Length; index++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                var random = KeyedRandom.For(recipe.Seed, Purpose.Test, step, shard, numbers[index], sample);
                foreach (ref var value in group.Of(index, sample)) value = (float)random.Normal();
            }
        }

        return group;
    }

    /// <summary>The state of a student of <paramref name="recipe"/> at the start of the run.</summary>
    public static StudentState State(Recipe recipe) => new(MethodShelf.Of(recipe, Samples));

    public static MethodLayouts Layouts(Recipe recipe) => new(MethodShelf.Of(recipe, Samples));

    /// <summary>A student and its teacher at the start of the run.</summary>
    public static (MethodStudent Student, TeacherState Teacher) Open(Recipe recipe)
    {
        var state = State(recipe);
        var teacher = new TeacherState(state);
        return (new MethodStudent(MethodShelf.Of(recipe, 64), state, teacher), teacher);
    }
}
