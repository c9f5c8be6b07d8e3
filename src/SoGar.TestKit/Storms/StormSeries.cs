using System.Collections.Immutable;
using SoGar.TestKit.Invariants;

namespace SoGar.TestKit.Storms;

/// <summary>Many storms, each of a seed of its own, several at a time: every one is run twice, and both histories have to agree.</summary>
/// <param name="run">Runs one storm.</param>
public sealed class StormSeries(Func<StormPlan, StormOutcome> run)
{
    /// <summary>Nodes of each storm; null draws them.</summary>
    public int? Nodes { get; init; }

    /// <summary>What may go wrong.</summary>
    public ImmutableArray<FaultKind> Kinds { get; init; } = FaultKinds.All;

    /// <summary>How many storms are run at a time.</summary>
    public int Jobs { get; init; } = Environment.ProcessorCount;

    /// <summary>Runs the storms of some seeds.</summary>
    /// <param name="first">The first seed.</param>
    /// <param name="last">The last seed.</param>
    /// <param name="progress">Told of each storm as it ends, one at a time.</param>
    /// <param name="stopping">Leaves the seeds out that were not begun yet.</param>
    public StormReport Run(ulong first, ulong last, Action<StormReport>? progress = null, CancellationToken stopping = default)
    {
        var report = new StormReport();
        var next = first;
        var gate = new Lock();
        Exception? failure = null;
        var threads = Enumerable.Range(0, Math.Max(1, Jobs)).Select(index => new Thread(Work) { IsBackground = true, Name = $"storm-{index}" }).ToList();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        return failure is null ? report : throw new InvalidOperationException($"the simulator itself failed: {failure.Message}", failure);

        void Work()
        {
            while (!stopping.IsCancellationRequested && failure is null)
            {
                ulong seed;
                lock (gate)
                {
                    if (next > last) return;
                    seed = next++;
                }

                try
                {
                    var outcome = RunTwice(StormPlan.Draw(seed, Nodes, Kinds));
                    lock (gate)
                    {
                        report = report.With(outcome);
                        progress?.Invoke(report);
                    }
                }
                catch (Exception cause)
                {
                    failure = new InvalidOperationException($"seed {seed}: {cause.Message}", cause);
                }
            }
        }
    }

    /// <summary>Runs a storm twice; that two histories of one seed differ is a failure like any other.</summary>
    public StormOutcome RunTwice(StormPlan plan)
    {
        var (one, other) = (run(plan), run(plan));
        return one.HasFailed || one.Hash == other.Hash
            ? one
            : one with { Violation = new Violation("one seed, one history", one.VirtualTime, $"a second run of seed {plan.Seed} took another course") };
    }
}

/// <summary>What a series of storms came to so far.</summary>
public sealed record StormReport
{
    /// <summary>Storms that were run.</summary>
    public int Seeds { get; init; }

    /// <summary>Storms in which a promise was broken.</summary>
    public int Failed { get; init; }

    /// <summary>Turns taken and timers fired, in the first runs.</summary>
    public long Events { get; init; }

    /// <summary>How long the storms lasted in their own time, in their first runs.</summary>
    public TimeSpan VirtualTime { get; init; }

    /// <summary>The failure of the smallest seed.</summary>
    public StormOutcome? FirstFailure { get; init; }

    /// <summary>Seeds that failed.</summary>
    public ImmutableSortedSet<ulong> FailedSeeds { get; init; } = [];

    internal StormReport With(StormOutcome outcome) => this with
    {
        Seeds = Seeds + 1,
        Failed = Failed + (outcome.HasFailed ? 1 : 0),
        Events = Events + outcome.Events,
        VirtualTime = VirtualTime + outcome.VirtualTime,
        FailedSeeds = outcome.HasFailed ? FailedSeeds.Add(outcome.Plan.Seed) : FailedSeeds,
        FirstFailure = outcome.HasFailed && (FirstFailure is null || outcome.Plan.Seed < FirstFailure.Plan.Seed) ? outcome : FirstFailure,
    };
}
