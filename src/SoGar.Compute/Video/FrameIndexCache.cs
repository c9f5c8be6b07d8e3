namespace SoGar.Compute.Video;

/// <summary>Keeps frame indices in memory, so that a file's packets are listed once in a run. Safe for any number of threads.</summary>
/// <param name="capacity">Most indices kept; when full, newcomers are not kept. An index takes 24 bytes a frame.</param>
public sealed class FrameIndexCache(int capacity = 100_000)
{
    private readonly Dictionary<string, (FileStamp Stamp, FrameIndex Index)> _kept = [];
    private readonly Lock _gate = new();

    internal FrameIndex? Find(string path, FileStamp stamp)
    {
        lock (_gate)
            return _kept.TryGetValue(path, out var kept) && kept.Stamp == stamp ? kept.Index : null;
    }

    internal void Keep(string path, FileStamp stamp, FrameIndex index)
    {
        lock (_gate)
        {
            if (_kept.Count < capacity || _kept.ContainsKey(path))
                _kept[path] = (stamp, index);
        }
    }
}
