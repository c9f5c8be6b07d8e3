using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Protocol.Shards;

/// <summary>
/// Which samples make up which shard. Every sample counts once per epoch (G4); an epoch that does not divide into steps flows over into the
/// next one, so none is dropped. A function of seed and position alone: found in O(1), on resume too.
/// </summary>
public sealed class SampleSchedule
{
    private readonly ulong _seed;
    private readonly int _sampleCount;
    private readonly int _batch;
    private readonly int _shardSize;

    /// <summary>The schedule of <paramref name="recipe"/> over a data set of <paramref name="sampleCount"/> samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no samples.</exception>
    public SampleSchedule(Recipe recipe, int sampleCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 1);
        _seed = recipe.Seed;
        _sampleCount = sampleCount;
        _batch = recipe.Batch;
        _shardSize = recipe.ShardSize();
    }

    /// <summary>The samples of a shard, in the order in which they fill its batch.</summary>
    public SampleDraw[] SamplesOf(ShardKey key)
    {
        var first = checked(key.Step * _batch + (long)key.Shard * _shardSize);
        var draws = new SampleDraw[_shardSize];
        KeyedPermutation? order = null;
        var orderEpoch = -1L;
        for (var slot = 0; slot < draws.Length; slot++)
        {
            var (epoch, position) = Math.DivRem(first + slot, _sampleCount);
            if (epoch != orderEpoch) (order, orderEpoch) = (new KeyedPermutation(_sampleCount, _seed, Purpose.SampleOrder, epoch), epoch);
            draws[slot] = new SampleDraw(epoch, (int)order![position]);
        }

        return draws;
    }
}
