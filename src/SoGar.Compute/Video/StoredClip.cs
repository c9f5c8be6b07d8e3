namespace SoGar.Compute.Video;

/// <summary>A clip whose frames are all in memory.</summary>
internal sealed class StoredClip(ClipFacts facts, StoredFrame[] frames)
{
    public ClipFacts Facts { get; } = facts;

    /// <summary>Size of the frames.</summary>
    public long Bytes { get; } = frames.Sum(frame => (long)frame.Bytes);

    /// <summary>Shows frames in the order asked for.</summary>
    public void Read(ReadOnlySpan<int> wanted, FrameVisitor visit)
    {
        foreach (var number in wanted)
            visit(frames[number].Borrow());
    }
}
