using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Ports;

/// <summary>Turns shards of the schedule into views. One per loader; called on the loader's thread only.</summary>
public interface IShardSource : IDisposable
{
    /// <summary>Decodes, cuts and alters the views of <paramref name="key"/>. The same key gives the same bits everywhere.</summary>
    /// <returns>The views, which belong to the caller, and the samples that had to be replaced.</returns>
    /// <exception cref="DataUnusableException">Too many videos are bad, or no stand-in could be read.</exception>
    /// <exception cref="OperationCanceledException">The shard became unwanted.</exception>
    LoadedShard Load(ShardKey key, CancellationToken unwanted);
}

/// <summary>What a source made of a shard.</summary>
/// <param name="Views">Ready for a student; belongs to whoever holds the record.</param>
/// <param name="Replaced">Samples that others stand in for.</param>
public sealed record LoadedShard(IShardViews Views, IReadOnlyList<ReplacedSample> Replaced);

/// <summary>The views of one shard in memory; a handle that actors pass on without looking inside.</summary>
public interface IShardViews : IDisposable
{
    /// <summary>The shard that they were cut for.</summary>
    ShardKey Key { get; }
}

/// <summary>A sample that could not be read, and the one in its place.</summary>
/// <param name="Sample">Identity in the data set, e.g. a relative path.</param>
/// <param name="StandIn">Identity of the sample that is used instead.</param>
/// <param name="Reason">Stage and words of the failure.</param>
public sealed record ReplacedSample(string Sample, string StandIn, string Reason);

/// <summary>The data set cannot be trained on; the message says which part of it and what to do.</summary>
public sealed class DataUnusableException(string message, Exception? cause = null) : Exception(message, cause);
