namespace SoGar.Compute.Video;

/// <summary>
/// Keeps frame indices in memory, so that a file's packets are listed once in a run. When full it refuses newcomers, for the reason that
/// <see cref="FrameCache"/> gives. Safe for any number of threads.
/// </summary>
/// <param name="capacityBytes">Most bytes of indices; one takes 32 bytes a frame.</param>
public sealed class FrameIndexCache(long capacityBytes = 256L << 20)
{
    private readonly Dictionary<string, (FileStamp Stamp, FrameIndex Index)> _kept = [];
    private readonly Lock _gate = new();
    private long _bytes;

    internal FrameIndex? Find(string path, FileStamp stamp)
    {
        lock (_gate)
            return _kept.TryGetValue(path, out var kept) && kept.Stamp == stamp ? kept.Index : null;
    }

    internal void Keep(string path, FileStamp stamp, FrameIndex index)
    {
        lock (_gate)
        {
            if (_kept.Remove(path, out var stale))
                _bytes -= stale.Index.Bytes;
            if (index.Bytes > capacityBytes - _bytes)
                return;
            _kept[path] = (stamp, index);
            _bytes += index.Bytes;
        }
    }
}
