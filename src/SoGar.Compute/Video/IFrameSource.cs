namespace SoGar.Compute.Video;

/// <summary>Frames by number, wherever they come from. One thread at a time.</summary>
internal interface IFrameSource : IDisposable
{
    /// <summary>What a sampler has to know.</summary>
    ClipFacts Facts { get; }

    /// <summary>Shows frames in one pass.</summary>
    /// <param name="frames">Frame numbers, ascending, without repetition.</param>
    /// <param name="visit">Called for each frame; the frame is borrowed for the call.</param>
    /// <exception cref="VideoException">A frame cannot be had.</exception>
    void Read(ReadOnlySpan<int> frames, FrameVisitor visit);
}
