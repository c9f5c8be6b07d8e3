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
    private readonly HashSet<ShardKey> _awaited = [];
    private readonly List<IShardViews> _used = [];
    private Func<ShardKey, bool> _isWanted = _ => true;

    /// <summary>Views of the step in hand, in the order of the shards; borrowed.</summary>
    public IReadOnlyList<IShardViews> Used => _used;

    /// <summary>Remembers that a shard was asked for.</summary>
    public void Await(ShardKey key) => _awaited.Add(key);

    /// <summary>Takes views that arrived; those that are not wanted any more are let go.</summary>
    public void Put(IShardViews views)
    {
        _awaited.Remove(views.Key);
        if (!_isWanted(views.Key) || !_ready.TryAdd(views.Key, views)) views.Dispose();
    }

    /// <summary>Views that are ready, borrowed; null where they are not there yet.</summary>
    public IShardViews? Find(ShardKey key) => _ready.GetValueOrDefault(key);

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

    /// <summary>Keeps what is of use from a step on with these shards, and lets go of the rest. A step that was given up finds its views ready.</summary>
    public void Keep(ImmutableArray<int> shards, long firstStep)
    {
        _isWanted = key => key.Step >= firstStep && shards.Contains(key.Shard);
        foreach (var views in _used) _ready.Add(views.Key, views);
        _used.Clear();
        foreach (var (key, views) in _ready.Where(entry => !_isWanted(entry.Key)).ToList())
        {
            _ready.Remove(key);
            views.Dispose();
        }
    }

    /// <summary>Shards that need not be asked for.</summary>
    public IReadOnlySet<ShardKey> Known() => _ready.Keys.Concat(_awaited).ToHashSet();

    /// <summary>Lets all views go.</summary>
    public void Empty()
    {
        Clear();
        foreach (var views in _ready.Values) views.Dispose();
        _ready.Clear();
    }
}
