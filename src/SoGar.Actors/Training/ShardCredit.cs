using System.Collections.Immutable;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// Walks over a trainer's shards in the order of their use and says which to ask for next: at most <paramref name="ahead"/> beyond the
/// one in work are under way or waiting, which bounds both the loaders' mailboxes and the memory of finished views.
/// </summary>
/// <param name="shards">The trainer's, ascending.</param>
/// <param name="firstStep">The first step of the generation.</param>
/// <param name="steps">Steps of the run.</param>
/// <param name="ahead">One or more.</param>
/// <param name="known">Shards that are ready, or were asked for, in an earlier generation already.</param>
/// <param name="used">Shards of the first step that have been computed.</param>
internal sealed class ShardCredit(
    ImmutableArray<int> shards, long firstStep, long steps, int ahead, IReadOnlySet<ShardKey> known, IReadOnlySet<ShardKey> used)
{
    private long _step = firstStep;
    private int _index;
    private int _outstanding;

    /// <summary>The next shard to ask for, if credit and the run allow one.</summary>
    public bool TryTake(out ShardKey key)
    {
        key = default;
        while (!shards.IsEmpty && _outstanding <= ahead && _step < steps)
        {
            key = new ShardKey(_step, shards[_index]);
            if (++_index == shards.Length) (_step, _index) = (_step + 1, 0);
            if (used.Contains(key)) continue;
            _outstanding++;
            if (!known.Contains(key)) return true;
        }

        return false;
    }

    /// <summary>A shard has been computed, which frees its credit.</summary>
    public void GiveBack() => _outstanding--;
}
