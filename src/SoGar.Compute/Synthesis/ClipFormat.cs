namespace SoGar.Compute.Synthesis;

/// <summary>Size, length and frame rate of synthetic clips; the defaults are those of the demo.</summary>
public sealed record ClipFormat
{
    /// <summary>Pixels; even, 32 to 1280.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Pixels; even, 32 to 720.</summary>
    public int Height { get; init; } = 96;

    /// <summary>Frames of one clip, 1 to 10,000.</summary>
    public int FrameCount { get; init; } = 64;

    /// <summary>Frames per second, 1 to 120. Players move as fast whatever it is.</summary>
    public int FramesPerSecond { get; init; } = 25;

    /// <summary>Bytes of one frame in yuv420p.</summary>
    public int FrameBytes => Yuv420.FrameBytes(Width, Height);

    /// <summary>What is wrong with the format, each complaint saying what would work; empty if nothing is.</summary>
    public IEnumerable<string> Complaints()
    {
        if (Width is < 32 or > 1280 || Width % 2 != 0)
            yield return $"width is {Width}; an even number from 32 to 1280 would work";
        if (Height is < 32 or > 720 || Height % 2 != 0)
            yield return $"height is {Height}; an even number from 32 to 720 would work";
        if (FrameCount is < 1 or > 10_000)
            yield return $"frames is {FrameCount}; 1 to 10000 would work";
        if (FramesPerSecond is < 1 or > 120)
            yield return $"fps is {FramesPerSecond}; 1 to 120 would work";
    }
}
