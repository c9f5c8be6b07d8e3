using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Shards;

/// <summary>
/// Deals shards out by measured speed, so that all trainers are done with a step at about the same time. The result of a step does not depend
/// on it (G5). Pure; speeds are in shards per second.
/// </summary>
public static class ShardAssignment
{
    /// <summary>Shares for these trainers; what a trainer had before it keeps where it can, and with it the views that are ready.</summary>
    /// <param name="shards">Shards of a step.</param>
    /// <param name="trainers">One or more.</param>
    /// <param name="speeds">What was measured; who is missing counts as average.</param>
    /// <param name="before">The shares so far; null for none.</param>
    public static ShardPlan Assign(
        int shards, IReadOnlyCollection<TrainerId> trainers, IReadOnlyDictionary<TrainerId, double> speeds, ShardPlan? before = null)
    {
        if (trainers.Count == 0) throw new ArgumentException("a generation needs at least one trainer", nameof(trainers));
        var order = trainers.Order().ToList();
        var counts = Count(shards, order, speeds);
        var shares = order.ToDictionary(
            trainer => trainer,
            trainer => (before?.Assignment.GetValueOrDefault(trainer, []) ?? []).Where(shard => shard < shards).Take(counts[trainer]).ToList());
        var kept = shares.Values.SelectMany(share => share).ToHashSet();
        var free = new Queue<int>(Enumerable.Range(0, shards).Where(shard => !kept.Contains(shard)));
        foreach (var trainer in order)
            while (shares[trainer].Count < counts[trainer]) shares[trainer].Add(free.Dequeue());
        return new ShardPlan(shares.ToImmutableSortedDictionary(share => share.Key, share => share.Value.Order().ToImmutableArray()));
    }

    /// <summary>Whether new shares are worth a pause between two steps: they would shorten a step by <paramref name="gain"/> of it or more.</summary>
    public static bool IsWorthMoving(ShardPlan now, IReadOnlyDictionary<TrainerId, double> speeds, double gain)
    {
        if (gain <= 0) return false;
        var trainers = now.Trainers.ToList();
        var fresh = Count(now.Assignment.Values.Sum(share => share.Length), trainers, speeds);
        var before = Longest(trainers, trainer => now.Of(trainer).Length, speeds);
        var after = Longest(trainers, trainer => fresh[trainer], speeds);
        return after < before * (1 - gain);
    }

    // One after the other to whoever would be done with it first.
    private static Dictionary<TrainerId, int> Count(int shards, List<TrainerId> order, IReadOnlyDictionary<TrainerId, double> speeds)
    {
        var counts = order.ToDictionary(trainer => trainer, _ => 0);
        var average = Average(order, speeds);
        for (var shard = 0; shard < shards; shard++)
        {
            var next = order.MinBy(trainer => ((counts[trainer] + 1) / speeds.GetValueOrDefault(trainer, average), trainer))!;
            counts[next]++;
        }

        return counts;
    }

    private static double Longest(List<TrainerId> trainers, Func<TrainerId, int> count, IReadOnlyDictionary<TrainerId, double> speeds)
    {
        var average = Average(trainers, speeds);
        return trainers.Max(trainer => count(trainer) / speeds.GetValueOrDefault(trainer, average));
    }

    private static double Average(List<TrainerId> trainers, IReadOnlyDictionary<TrainerId, double> speeds)
    {
        var known = trainers.Where(speeds.ContainsKey).Select(trainer => speeds[trainer]).ToList();
        return known.Count > 0 ? known.Average() : 1;
    }
}
