using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// The views of a trainer: asked for, ready, and used in the step in hand. A new generation keeps those that are still the trainer's, since decoding
/// is the dearer part of many steps. Owns the views.
/// </summary>
internal sealed class ShardShelf
{
    private readonly Dictionary<ShardKey, IShardViews> _ready = [];
    private readonly Dictionary<ShardKey, CancellationTokenSource> _awaited = [];
    private readonly List<IShardViews> _used = [];

    /// <summary>Views of the step in hand, as they were computed; borrowed.</summary>
    public IReadOnlyList<IShardViews> Used => _used;

    /// <summary>Remembers that a shard is being asked for.</summary>
    /// <returns>Cancelled when the shard is not wanted any more.</returns>
    public CancellationToken Await(ShardKey key)
    {
        var withdrawal = new CancellationTokenSource();
        _awaited.Add(key, withdrawal);
        return withdrawal.Token;
    }

    /// <summary>Takes views that arrived; those that are not awaited any more are let go.</summary>
    public void Put(IShardViews views)
    {
        if (_awaited.Remove(views.Key, out var withdrawal))
        {
            withdrawal.Dispose();
            _ready.Add(views.Key, views);
        }
        else
        {
            views.Dispose();
        }
    }

    /// <summary>Views that are ready, borrowed; null where they are not there yet.</summary>
    public IShardViews? Find(ShardKey key) => _ready.GetValueOrDefault(key);

    /// <summary>The first of the trainer's shards whose views have not been used in the step in hand; null once all have.</summary>
    public int? NextOf(ImmutableArray<int> shards)
    {
        foreach (var shard in shards)
            if (!_used.Exists(views => views.Key.Shard == shard)) return shard;
        return null;
    }

    /// <summary>Moves views from the ready to the used ones; null where they are not there yet.</summary>
    public IShardViews? TryUse(ShardKey key)
    {
        if (!_ready.Remove(key, out var views)) return null;
        _used.Add(views);
        return views;
    }

    /// <summary>Lets the used views go: their step is done.</summary>
    public void Clear()
    {
        foreach (var views in _used) views.Dispose();
        _used.Clear();
    }

    /// <summary>
    /// Keeps what is of use from a step on with these shards, and lets go of the rest, ready or awaited. A step that was given up finds its views ready.
    /// </summary>
    /// <param name="shards">The trainer's.</param>
    /// <param name="firstStep">From 0.</param>
    /// <param name="usedStay">Whether the step that was given up goes on where it was: the used views stay the used ones.</param>
    public void Keep(ImmutableArray<int> shards, long firstStep, bool usedStay = false)
    {
        if (!usedStay)
        {
            foreach (var views in _used) _ready.Add(views.Key, views);
            _used.Clear();
        }

        bool IsUnwanted(ShardKey key) => key.Step < firstStep || !shards.Contains(key.Shard);
        foreach (var key in _ready.Keys.Where(IsUnwanted).ToList())
        {
            _ready.Remove(key, out var views);
            views!.Dispose();
        }

        foreach (var key in _awaited.Keys.Where(IsUnwanted).ToList()) Withdraw(key);
    }

    /// <summary>Says which shards to ask for from a step on: not those that are ready, awaited or used.</summary>
    /// <param name="shards">The trainer's, ascending.</param>
    /// <param name="firstStep">From 0.</param>
    /// <param name="steps">Steps of the run.</param>
    /// <param name="ahead">See <see cref="ShardCredit"/>.</param>
    public ShardCredit CreditFor(ImmutableArray<int> shards, long firstStep, long steps, int ahead) =>
        new(shards, firstStep, steps, ahead, _ready.Keys.Concat(_awaited.Keys).ToHashSet(), _used.Select(views => views.Key).ToHashSet());

    /// <summary>Lets all views go, and awaits none any more.</summary>
    public void Empty()
    {
        Clear();
        foreach (var views in _ready.Values) views.Dispose();
        _ready.Clear();
        foreach (var key in _awaited.Keys.ToList()) Withdraw(key);
    }

    private void Withdraw(ShardKey key)
    {
        _awaited.Remove(key, out var withdrawal);
        withdrawal!.Cancel();
        withdrawal.Dispose();
    }
}
