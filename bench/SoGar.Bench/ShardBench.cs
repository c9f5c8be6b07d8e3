using System.Collections.Immutable;
using SoGar.Compute.Methods;
using SoGar.Compute.Training;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Bench;

/// <summary><c>shard</c>: what a step of the demo's recipe costs without actors, videos and disk, by precision, and what exact sums add to it.</summary>
internal static class ShardBench
{
    public static void Run(Options options)
    {
        var (threads, repeats) = (options.Number("threads", 1), options.Number("repeats", 10));
        var rounds = options.Number("rounds", 3);
        options.RequireAllRead();
        foreach (var precision in Enum.GetValues<Precision>())
        {
            Timing exact = new([], []), free = new([], []);
            for (var round = 0; round < rounds; round++)
            {
                exact += Measure(Demo(threads, precision, SumRule.Exact), repeats);
                free += Measure(Demo(threads, precision, SumRule.Free), repeats);
            }

            Console.WriteLine($"{precision}: step {exact}; with free sums {free}; exact sums cost {100 * (exact.BestCpu / free.BestCpu - 1):0.0} % of a step");
        }
    }

    /// <summary>demo-task.md, section 2.</summary>
    internal static Recipe Demo(int threads, Precision precision, SumRule sum) => new()
    {
        Steps = 450,
        Batch = 32,
        Shards = 4,
        Threads = threads,
        Precision = precision,
        Model = new ModelRecipe { Depth = 2, Width = 128, Heads = 4, Patch = 8, Grid = 4, Init = ModelInit.Motion },
        Heads = new HeadsRecipe { ProjectorHidden = 512, PredictorHidden = 512 },
        Loss = new LossRecipe { VarianceHinge = 1 },
        Optimizer = new OptimizerRecipe { LearningRate = 2e-3 },
        Exchange = new ExchangeRecipe { Sum = sum },
    };

    private static Timing Measure(Recipe recipe, int repeats)
    {
        using var buffers = new ViewBuffers();
        var method = MethodShelf.Of(recipe, samples: 640);
        var state = new StudentState(method);
        using var teacher = new TeacherState(state);
        using var student = new MethodStudent(method, state, teacher);
        var shards = Enumerable.Range(0, recipe.Shards).Select(shard => Views(recipe, shard, buffers)).ToArray();
        Step();                                                             // the first attempt of the first step only measures
        var timing = Timing.Of(repeats, Step);
        foreach (var shard in shards) shard.Dispose();
        return timing;

        void Step()
        {
            student.Begin(0);
            foreach (var shard in shards) student.Contribute(shard);
            if (student.Advance(student.Contribution) is StepOutcome.NotFinite broken)
                throw new InvalidOperationException(broken.Explanation);
            teacher.Follow(state, 0.97);
        }
    }

    internal static ShardViews Views(Recipe recipe, int shard, ViewBuffers buffers)
    {
        return new ShardViews(new ShardKey(0, shard),
        [
            Group([0], [ViewRole.Teacher], 32),
            Group([1], [ViewRole.Tcl], 32),
            Group([2, 3], [ViewRole.Scl, ViewRole.Scl], 24),
        ], buffers);

        ViewGroup Group(ImmutableArray<int> numbers, ImmutableArray<ViewRole> roles, int size)
        {
            var samples = recipe.ShardSize();
            var group = new ViewGroup(numbers, roles, samples, 8, size, buffers.Rent(numbers.Length * samples * 3 * 8 * size * size));
            var random = KeyedRandom.For(1, Purpose.Test, shard, numbers[0]);
            foreach (ref var value in group.Buffer.Floats) value = (float)random.Normal();
            return group;
        }
    }
}
