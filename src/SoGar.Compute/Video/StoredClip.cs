namespace SoGar.Compute.Video;

/// <summary>A clip whose frames are all in memory; shared by everyone who opens it.</summary>
internal sealed class StoredClip(ClipFacts facts, StoredFrame[] frames) : IFrameSource
{
    public ClipFacts Facts { get; } = facts;

    /// <summary>Size of the frames.</summary>
    public long Bytes { get; } = frames.Sum(frame => (long)frame.Bytes);

    /// <summary>Reads all frames of a clip.</summary>
    public static StoredClip Of(IFrameSource source)
    {
        var read = new List<StoredFrame>(source.Facts.FrameCount);
        source.Read([.. Enumerable.Range(0, source.Facts.FrameCount)], frame => read.Add(StoredFrame.Copy(frame)));
        return new StoredClip(source.Facts, [.. read]);
    }

    /// <summary>Shows frames in the order asked for.</summary>
    public void Read(ReadOnlySpan<int> wanted, FrameVisitor visit)
    {
        foreach (var number in wanted)
            visit(frames[number].Borrow());
    }

    public void Dispose()
    {
        // The frames are the cache's.
    }
}
