namespace SoGar.Compute.Video;

/// <summary>The frames of a video, or of a part of one. Owns the file.</summary>
internal sealed class VideoFrames : IFrameSource
{
    private readonly VideoFile _file;
    private readonly int _first;

    public VideoFrames(VideoFile file, TimeWindow? window = null)
    {
        _file = file;
        var (first, end) = window is { } part ? (file.Index.FirstAt(part.Start), file.Index.FirstAt(part.Start + part.Length)) : (0, file.Index.FrameCount);
        _first = Math.Min(first, file.Index.FrameCount - 1);
        var count = Math.Max(1, end - _first);
        var middle = window is { } around ? Math.Clamp(file.Index.FirstAt(around.Start + around.Length / 2) - _first, 0, count - 1) : 0;
        Facts = new ClipFacts(count, file.Index.FramesPerSecond, file.Width, file.Height) { MiddleOfWindow = middle };
    }

    public ClipFacts Facts { get; }

    public void Read(ReadOnlySpan<int> frames, FrameVisitor visit)
    {
        if (_first == 0)
        {
            _file.Read(frames, visit);
            return;
        }

        var moved = new int[frames.Length];
        for (var at = 0; at < moved.Length; at++) moved[at] = frames[at] + _first;
        _file.Read(moved, frame => visit(frame.Renumbered(frame.Index - _first)));
    }

    public void Dispose() => _file.Dispose();
}
