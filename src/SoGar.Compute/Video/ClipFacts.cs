using SoGar.Compute.Data;

namespace SoGar.Compute.Video;

/// <summary>What has to be known of a clip to choose views from it.</summary>
/// <param name="FrameCount">Frames that are shown, 1 or more.</param>
/// <param name="FramesPerSecond">Mean rate.</param>
/// <param name="Width">Width in pixels as displayed.</param>
/// <param name="Height">Height in pixels as displayed.</param>
public sealed record ClipFacts(int FrameCount, double FramesPerSecond, int Width, int Height)
{
    /// <summary>The frame that a window of time was laid round; 0 for other clips.</summary>
    public int MiddleOfWindow { get; init; }

    /// <summary>Boxes of the people in it; a clip that has some counts as annotated.</summary>
    public BoxTrack Boxes { get; init; } = BoxTrack.None;
}
