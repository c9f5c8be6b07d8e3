namespace SoGar.Compute.Video;

/// <summary>
/// Keeps the decoded frames of whole clips in memory, up to a number of bytes. A full cache refuses newcomers instead of making room:
/// training uses each sample once an epoch in a new order, and then a cache for a share f of the set serves that share f of all reads,
/// while one that throws out the least recently used serves about f²/2. Safe for any number of threads.
/// </summary>
/// <param name="capacityBytes">Most bytes of frames.</param>
public sealed class FrameCache(long capacityBytes)
{
    private readonly Dictionary<string, (FileStamp Stamp, StoredClip Clip)> _clips = [];
    private readonly Lock _gate = new();
    private long _bytes;

    /// <summary>Bytes of frames kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
                return _bytes;
        }
    }

    /// <summary>Clips kept.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _clips.Count;
        }
    }

    /// <summary>The clip, if it is kept and its file has not changed since; a stale one is dropped.</summary>
    internal StoredClip? Find(ClipSource source)
    {
        var (path, stamp) = (source.Key, FileStamp.Of(source.Witness));
        lock (_gate)
        {
            if (!_clips.TryGetValue(path, out var kept))
                return null;
            if (kept.Stamp == stamp)
                return kept.Clip;
            _bytes -= kept.Clip.Bytes;
            _clips.Remove(path);
            return null;
        }
    }

    /// <summary>Whether a clip of this size would be kept now.</summary>
    internal bool HasRoomFor(long bytes)
    {
        lock (_gate)
            return bytes <= capacityBytes - _bytes;
    }

    /// <summary>Keeps a clip, unless another thread was faster or the room has gone.</summary>
    internal void Keep(ClipSource source, FileStamp stamp, StoredClip clip)
    {
        lock (_gate)
        {
            if (clip.Bytes <= capacityBytes - _bytes && _clips.TryAdd(source.Key, (stamp, clip)))
                _bytes += clip.Bytes;
        }
    }
}
