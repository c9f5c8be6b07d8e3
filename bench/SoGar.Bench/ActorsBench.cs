using System.Diagnostics;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Compute.Data;
using SoGar.Compute.Training;
using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Bench;

/// <summary>
/// <c>actors</c>: the same steps by a bare loop and by the actors with their journal, in turns, views cut beforehand; what the actors add is the
/// price of orchestration. Also exact sums against free ones in the bare loop, and the time that a checkpoint's copy takes.
/// </summary>
internal static class ActorsBench
{
    public static void Run(Options options)
    {
        var data = options.Text("data", "data/demo");
        var (steps, rounds) = (options.Number("steps", 20), options.Number("rounds", 3));
        options.RequireAllRead();

        var set = DataSet.Open(data);
        var (bare, actors, free, copy) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var exact = RecipeOf(data, steps, SumRule.Exact);
            bare.Add(Bare(exact, set, copy));
            actors.Add(ByActors(exact, set));
            free.Add(Bare(RecipeOf(data, steps, SumRule.Free), set, []));
        }

        double Best(List<double> all) => all.Min() * 1000;
        Console.WriteLine($"demo model, one trainer of one thread, {steps} steps a round, best of {rounds} rounds (milliseconds a step)");
        Console.WriteLine($"bare loop {Best(bare):0.0}, actors and journal {Best(actors):0.0}: ratio {Best(actors) / Best(bare):0.000}");
        Console.WriteLine($"exact sums {Best(bare):0.0}, free sums {Best(free):0.0}: ratio {Best(bare) / Best(free):0.000}");
        Console.WriteLine($"a checkpoint's copy {Best(copy):0.00}, of a step {copy.Min() / bare.Min():0.0000}");
    }

    private static Recipe RecipeOf(string data, int steps, SumRule sum) => new()
    {
        Name = "bench",
        Steps = steps,
        Batch = 32,
        Shards = 2,
        Data = new DataRecipe { Path = data, Loaders = 1 },
        Model = new ModelRecipe { Depth = 2, Width = 128, Heads = 4, Patch = 8, Grid = 4, DropPath = 0, Init = ModelInit.Motion },
        Heads = new HeadsRecipe { ProjectorHidden = 512, PredictorHidden = 512 },
        Views = new ViewsRecipe
        {
            Window = WindowRule.Whole,
            Input = InputRule.Difference,
            Cut =
            [
                new() { Role = ViewRole.Teacher, Size = 32, Span = SpanRule.Half, Area = [0.7, 1.0], Augment = "global" },
                new() { Role = ViewRole.Tcl, Size = 32, Span = SpanRule.OtherHalf, Area = [0.7, 1.0] },
                new() { Role = ViewRole.Scl, Count = 2, Size = 24, Span = SpanRule.OtherHalf, Area = [0.4, 1.0] },
            ],
        },
        Exchange = new ExchangeRecipe { Sum = sum },
        Checkpoint = new CheckpointRecipe { Every = 0 },
    };

    private static double Bare(Recipe recipe, DataSet set, List<double> copies)
    {
        using var work = new TemporaryRun(recipe, set);
        var elapsed = 0.0;
        // A thread of its own, as a trainer has.
        var thread = new Thread(() =>
        {
            using var teacher = work.Devices.OpenTeacher();
            using var student = work.Devices.OpenStudent(replica: 0);
            var watch = new Stopwatch();
            for (var step = 0; step < recipe.Steps; step++)
            {
                if (step == 1) watch.Start();   // the first step compiles and warms up
                for (var attempt = 1; ; attempt++)
                {
                    student.Begin(step, attempt);
                    for (var shard = 0; shard < recipe.Shards; shard++) student.Contribute(work.Views[new ShardKey(step, shard)]);
                    if (student.Advance(student.Contribution) is StepOutcome.Applied) break;
                }

                teacher.Advance(step, replica: 0);
            }

            elapsed = watch.Elapsed.TotalSeconds / (recipe.Steps - 1);
            for (var turn = 0; turn < 3; turn++)
            {
                watch.Restart();
                using var staged = work.Devices.Checkpoints.Stage(recipe.Steps, replica: 0, mandatory: true);
                copies.Add(watch.Elapsed.TotalSeconds);
            }
        });
        thread.Start();
        thread.Join();
        return elapsed;
    }

    private static double ByActors(Recipe recipe, DataSet set)
    {
        using var work = new TemporaryRun(recipe, set);
        // On a file the calls end before they return; nothing waits here.
        var store = Store.OpenAsync(new StoreLocation.Sqlite(Path.Combine(work.Folder, "journal.db")), RunEventTypes.All, TimeProvider.System).AsTask()
            .GetAwaiter().GetResult();
        var plan = new RunPlan(
            "bench", recipe, Term: 1, RunHistory.Empty, [new RunStarted("", work.Devices.Profile, work.Devices.SampleCount, "")], work.Devices.Ground);
        var observer = new FirstAndLast(recipe.Steps);
        using (var system = new DisposableSystem())
        {
            var supervisor = OneProcess.Start(system.System, plan, new PreparedDevices(work), store.Journal, 0, observer);
            Task.WhenAny(supervisor.Termination, system.System.Failure).GetAwaiter().GetResult();
        }

        store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        return observer.SecondsAStep;
    }

    /// <summary>Times from the first committed step to the last.</summary>
    private sealed class FirstAndLast(int steps) : IRunObserver
    {
        private readonly Stopwatch _watch = new();

        public double SecondsAStep { get; private set; } = double.NaN;

        public void Observe(RunEvent happened)
        {
            if (happened is StepCommitted { Step: 0 }) _watch.Start();
            if (happened is StepCommitted step && step.Step == steps - 1) SecondsAStep = _watch.Elapsed.TotalSeconds / (steps - 1);
        }
    }

    private sealed class DisposableSystem : IDisposable
    {
        public ActorSystem System { get; } = new("bench");

        public void Dispose() => System.StopAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
    }

    /// <summary>Devices over a folder of their own, with the views of every step cut beforehand.</summary>
    private sealed class TemporaryRun : IDisposable
    {
        public TemporaryRun(Recipe recipe, DataSet set)
        {
            Folder = Directory.CreateTempSubdirectory("sogar-bench-").FullName;
            Devices = LocalDevices.Open(
                recipe, set, new RunHome("bench", Digest.Of([]), Path.Combine(Folder, "checkpoints")), start: null, TimeProvider.System);
            using var source = Devices.OpenSource(0);
            for (var step = 0; step < recipe.Steps; step++)
                for (var shard = 0; shard < recipe.Shards; shard++)
                    Views[new ShardKey(step, shard)] = source.Load(new ShardKey(step, shard), CancellationToken.None).Views;
        }

        public string Folder { get; }

        public LocalDevices Devices { get; }

        public Dictionary<ShardKey, IShardViews> Views { get; } = [];

        public void Dispose()
        {
            foreach (var views in Views.Values) views.Dispose();
            Devices.Dispose();
            Directory.Delete(Folder, recursive: true);
        }
    }

    private sealed class PreparedDevices(TemporaryRun work) : INodeDevices
    {
        public int Loaders => 1;

        public ICheckpoints Checkpoints => work.Devices.Checkpoints;

        public IShardSource OpenSource(int loader) => new PreparedSource(work.Views);

        public ITeacher OpenTeacher() => work.Devices.OpenTeacher();

        public IStudent OpenStudent(int replica) => work.Devices.OpenStudent(replica);

        public IExchangeFabric Exchange => work.Devices.Exchange;

        public INodeStates States => work.Devices.States;

        public long Done => work.Devices.Done;

        public NodeOffer Describe(int trainers) => work.Devices.Describe(trainers);
    }

    private sealed class PreparedSource(Dictionary<ShardKey, IShardViews> views) : IShardSource
    {
        public LoadedShard Load(ShardKey key, CancellationToken unwanted) => new(views[key], []);

        public void Dispose()
        {
            // The views belong to the run.
        }
    }
}
