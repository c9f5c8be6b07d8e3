using System.Collections.Immutable;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.TestKit.Storms;

/// <summary>One storm before it breaks: a cluster, a run, and what goes wrong. A function of seed, size and kinds of faults.</summary>
/// <param name="Seed">What everything else is drawn from, in the storm too.</param>
/// <param name="Nodes">Nodes at the start, from 1.</param>
/// <param name="Kinds">The kinds of faults it was drawn from.</param>
/// <param name="Recipe">Of the run.</param>
/// <param name="Faults">In the order of their beginnings.</param>
public sealed record StormPlan(ulong Seed, int Nodes, ImmutableArray<FaultKind> Kinds, Recipe Recipe, ImmutableArray<StormFault> Faults)
{
    /// <summary>Samples of the data set.</summary>
    public const int SampleCount = 40;

    /// <summary>The most nodes that a storm is drawn with unless it is told.</summary>
    public const int MaxNodes = 8;

    /// <summary>How long a step takes while all nodes take part and are well: as long as steps of real runs do.</summary>
    public TimeSpan StepTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a node computes one shard.</summary>
    public TimeSpan ShardTime => StepTime / (((Recipe.Shards - 1) / Nodes) + 1);

    /// <summary>
    /// Virtual time that the run has after the last fault to come to its end: several detection times, waits of restarts, and every step anew.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>When the last fault is over.</summary>
    public TimeSpan Calm => Faults.IsEmpty ? TimeSpan.Zero : Faults.Max(fault => fault.Ends);

    /// <summary>The words on the command line that bring this storm back.</summary>
    public string Again =>
        $"./sogar sim --seeds {Seed} --nodes {Nodes}" +
            (Kinds.Length == FaultKinds.All.Length ? "" : $" --faults {string.Join(',', Kinds.Select(FaultKinds.NameOf))}");

    /// <summary>The name of a node.</summary>
    public static string NameOf(int index) => $"node-{index}";

    /// <summary>Draws a storm.</summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="nodes">Nodes at the start; null draws them.</param>
    /// <param name="kinds">What may go wrong; null takes everything.</param>
    public static StormPlan Draw(ulong seed, int? nodes = null, ImmutableArray<FaultKind>? kinds = null)
    {
        var random = KeyedRandom.For(seed, Purpose.Simulation, 100);
        var drawn = random.NextInt(1, MaxNodes);
        var count = nodes ?? drawn;
        var shards = random.NextInt(2, 8);
        var recipe = new Recipe
        {
            Seed = seed,
            Steps = random.NextInt(6, 20),
            Shards = shards,
            Batch = shards * random.NextInt(1, 2),
            Trainers = random.NextInt(1, 2),
            Data = new DataRecipe { Loaders = 1 },
            Checkpoint = new CheckpointRecipe { Every = random.NextInt(2, 7), Keep = 3 },

            // The storm decides when it is too much, not the run.
            Cluster = new ClusterRecipe { Gather = TimeSpan.FromMilliseconds(random.NextInt(0, 500) + 1), MaxFailures = 1_000 },
        };
        var chosen = kinds ?? FaultKinds.All;
        var stepTime = TimeSpan.FromMilliseconds(random.Uniform(100, 500));

        // Faults begin while the run is under way, or would be if nothing went wrong.
        var horizon = TimeSpan.FromSeconds(1) + stepTime * recipe.Steps;
        var faults = Enumerable.Range(0, chosen.IsEmpty ? 0 : random.NextInt(1, 6)).Select(_ => DrawFault(random, chosen, count, horizon))
            .OrderBy(fault => fault.At);
        return new StormPlan(seed, count, chosen, recipe, [.. faults]) { StepTime = stepTime };
    }

    /// <summary>
    /// A run of many hours in which nothing goes wrong that anybody should be given up for: processes stand still, again and again, for up to three quarters
    /// of the detection time, and devices are slow for a while.
    /// </summary>
    /// <param name="seed">Decides everything.</param>
    /// <param name="nodes">Of the cluster.</param>
    /// <param name="span">How long, in virtual time, about.</param>
    public static StormPlan Watch(ulong seed, int nodes, TimeSpan span)
    {
        var random = KeyedRandom.For(seed, Purpose.Simulation, 101);
        var stepTime = TimeSpan.FromSeconds(2);
        var recipe = new Recipe
        {
            Seed = seed,
            Steps = (int)Math.Ceiling(span / stepTime),
            Shards = nodes,
            Batch = nodes,
            Trainers = 1,
            Data = new DataRecipe { Loaders = 1 },
            Checkpoint = new CheckpointRecipe { Every = 1000, Keep = 3 },
            Cluster = new ClusterRecipe { RebalanceGain = 1 },
        };
        var faults = new List<StormFault>();
        for (var at = TimeSpan.FromSeconds(5); at < span; at += TimeSpan.FromSeconds(random.Uniform(2, 10)))
        {
            var isPause = random.Happens(0.8);
            var lasts = isPause ? recipe.Cluster.Detection * random.Uniform(0.05, 0.75) : TimeSpan.FromSeconds(random.Uniform(1, 20));
            faults.Add(new StormFault(isPause ? FaultKind.Pause : FaultKind.Slow, at, NameOf(random.NextInt(nodes)), "", lasts, random.NextInt(3)));
        }

        return new StormPlan(seed, nodes, [FaultKind.Pause, FaultKind.Slow], recipe, [.. faults]) { StepTime = stepTime, Grace = span };
    }

    private static StormFault DrawFault(KeyedRandom random, ImmutableArray<FaultKind> kinds, int nodes, TimeSpan horizon)
    {
        var kind = kinds[random.NextInt(kinds.Length)];
        var node = random.NextInt(nodes);
        var other = nodes == 1 ? node : (node + 1 + random.NextInt(nodes - 1)) % nodes;
        var at = horizon * random.NextDouble();

        // Short ones and long ones alike: below, around and well above the detection time.
        var lasts = TimeSpan.FromSeconds(Math.Exp(random.Uniform(Math.Log(0.05), Math.Log(10))));
        var staysAway = random.Happens(0.3);
        var variant = random.NextInt(12);
        return new StormFault(
            kind,
            at,
            kind is FaultKind.Join ? NameOf(nodes + variant) : kind is FaultKind.Stranger ? $"stranger-{variant}" : NameOf(node),
            NameOf(other),
            kind switch
            {
                FaultKind.Crash or FaultKind.Power or FaultKind.Append => staysAway ? TimeSpan.Zero : lasts,
                FaultKind.Reset or FaultKind.Flip or FaultKind.Device or FaultKind.Transfer or FaultKind.Checkpoint or FaultKind.Skew
                    or FaultKind.Drain or FaultKind.Join or FaultKind.Stranger => TimeSpan.Zero,
                _ => lasts,
            },
            kind == FaultKind.Partition ? variant % 4 : variant);
    }
}
