using System.Collections.Immutable;
using SoGar.Compute.Methods.Sogar;
using SoGar.Compute.Training;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Methods;

/// <summary>A small run without videos: its recipe, and shards whose views are noise keyed by step, shard and view.</summary>
internal static class Shards
{
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
        var samples = recipe.ShardSize();
        ImmutableArray<ViewGroup> groups =
        [
            Group([0], [ViewRole.Teacher], 4, 8),
            Group([1, 4], [ViewRole.Tcl, ViewRole.Scl], 4, 8),
            Group([2, 3], [ViewRole.Scl, ViewRole.Scl], 2, 12),
        ];
        return new ShardViews(new ShardKey(step, shard), groups, buffers);

        ViewGroup Group(ImmutableArray<int> numbers, ImmutableArray<ViewRole> roles, int frames, int size)
        {
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
    }

    /// <summary>A student and its teacher at the start of the run.</summary>
    public static (SogarStudent Student, TeacherState Teacher) Open(Recipe recipe)
    {
        var state = new StudentState(recipe);
        var teacher = new TeacherState(state);
        return (new SogarStudent(recipe, state, teacher), teacher);
    }
}
