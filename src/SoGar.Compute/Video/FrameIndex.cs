namespace SoGar.Compute.Video;

/// <summary>Which frames a video has and when they are shown. Frame 0 is shown at time 0; times come from the file, never from a frame rate.</summary>
public sealed class FrameIndex
{
    private readonly long[]? _times;
    private readonly double _timeUnit;

    internal FrameIndex(NativePacket[] packets, int timeBaseNumerator, int timeBaseDenominator)
    {
        Packets = packets;
        _timeUnit = timeBaseNumerator / (double)Math.Max(timeBaseDenominator, 1);
        var shown = Array.FindAll(packets, packet => (packet.Flags & NativePacket.Hidden) == 0);
        FrameCount = shown.Length;
        KeyFrameCount = shown.Count(packet => (packet.Flags & NativePacket.Key) != 0);
        if (shown.Any(packet => (packet.Flags & NativePacket.Untimed) != 0))
            return;
        _times = Array.ConvertAll(shown, packet => packet.Pts);
        Array.Sort(_times);
    }

    /// <summary>Frames that are shown.</summary>
    public int FrameCount { get; }

    /// <summary>Frames that decoding can begin at.</summary>
    public int KeyFrameCount { get; }

    /// <summary>Whether the file says when its frames are shown; an elementary stream does not.</summary>
    public bool IsTimed => _times is not null;

    /// <summary>Mean frames a second between the first and the last frame; 25 where the file does not say.</summary>
    public double FramesPerSecond => _times is { Length: > 1 } times && times[^1] > times[0]
        ? (times.Length - 1) / ((times[^1] - times[0]) * _timeUnit)
        : 25;

    /// <summary>Memory that the index takes, about.</summary>
    internal long Bytes => Packets.Length * 24L + (_times?.Length ?? 0) * 8L;

    /// <summary>The rows of the native index, in decode order.</summary>
    internal NativePacket[] Packets { get; }

    /// <summary>The first frame that is shown at <paramref name="time"/> or later; <see cref="FrameCount"/> where none is.</summary>
    public int FirstAt(TimeSpan time)
    {
        var (low, high) = (0, FrameCount);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (TimeOf(middle) < time) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    /// <summary>When a frame is shown, from the first frame on.</summary>
    public TimeSpan TimeOf(int frame) =>
        TimeSpan.FromSeconds(_times is { } times ? (times[frame] - times[0]) * _timeUnit : frame / FramesPerSecond);
}
