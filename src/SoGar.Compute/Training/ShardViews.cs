using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Training;

/// <summary>The views of one shard in memory.</summary>
/// <param name="key">The shard.</param>
/// <param name="groups">The teacher's group, then the student's, in the order of their first views.</param>
/// <param name="buffers">Where the memory goes back to.</param>
public sealed class ShardViews(ShardKey key, ImmutableArray<ViewGroup> groups, ViewBuffers buffers) : IShardViews
{
    private readonly Dictionary<int, SampleViews> _samples = [];
    private ImmutableArray<ViewGroup> _groups = groups;

    /// <inheritdoc/>
    public ShardKey Key { get; } = key;

    /// <summary>The teacher's group, then the student's, in the order of their first views; borrowed.</summary>
    public ImmutableArray<ViewGroup> Groups => _groups.IsDefault ? throw new ObjectDisposedException(nameof(ShardViews)) : _groups;

    /// <summary>How the views of a sample came about.</summary>
    /// <param name="sample">Position in the shard.</param>
    /// <exception cref="InvalidOperationException">Nothing was noted about it.</exception>
    public SampleViews SampleOf(int sample) =>
        _samples.GetValueOrDefault(sample) ?? throw new InvalidOperationException($"nothing was noted about sample {sample} of {Key}");

    /// <summary>Keeps how the views of a sample came about.</summary>
    internal void Note(int sample, SampleViews views) => _samples[sample] = views;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_groups.IsDefault) return;
        foreach (var group in _groups) buffers.Return(group.Buffer);
        _groups = default;
    }
}
