using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Shards;

/// <summary>Which trainer computes which shards of every step of a generation. The result of a step does not depend on it (G5).</summary>
public sealed record ShardPlan(ImmutableSortedDictionary<TrainerId, ImmutableArray<int>> Assignment)
{
    /// <summary>Deals <paramref name="shards"/> out in runs as equal as can be; with more trainers than shards the last ones get none.</summary>
    /// <exception cref="ArgumentException">There are no trainers.</exception>
    public static ShardPlan Even(int shards, IReadOnlyCollection<TrainerId> trainers)
    {
        if (trainers.Count == 0) throw new ArgumentException("a generation needs at least one trainer", nameof(trainers));
        var (each, extra) = Math.DivRem(shards, trainers.Count);
        var next = 0;
        var rank = 0;
        var assignment = ImmutableSortedDictionary.CreateBuilder<TrainerId, ImmutableArray<int>>();
        foreach (var trainer in trainers.Order())
        {
            var count = each + (rank++ < extra ? 1 : 0);
            assignment.Add(trainer, [.. Enumerable.Range(next, count)]);
            next += count;
        }

        return new ShardPlan(assignment.ToImmutable());
    }

    /// <summary>The shards of <paramref name="trainer"/>, ascending.</summary>
    public ImmutableArray<int> Of(TrainerId trainer) => Assignment[trainer];

    /// <summary>The members, ascending.</summary>
    public IEnumerable<TrainerId> Trainers => Assignment.Keys;
}
