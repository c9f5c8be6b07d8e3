namespace SoGar.Compute.Video;

/// <summary>Where a view is to be written: float32 [3, frames, size, size] of the view with this position among the plans; borrowed.</summary>
public delegate Span<float> ViewBuffer(int view);

/// <summary>
/// Opens clips for rendering. What it keeps between clips (indices, frames) may be shared by any number of readers; a reader itself and
/// its clips belong to one thread.
/// </summary>
/// <param name="limits">Bounds on the files.</param>
/// <param name="indices">Where frame indices are kept; may be shared.</param>
/// <param name="frames">Where decoded frames of small clips are kept, or null to decode anew each time; may be shared.</param>
public sealed class ClipReader(VideoLimits limits, FrameIndexCache indices, FrameCache? frames = null)
{
    private readonly FloatScratch _scratch = new();

    /// <summary>Opens a clip.</summary>
    /// <exception cref="VideoException">The file is not a video that can be read.</exception>
    public Clip Open(string path)
    {
        if (frames?.Find(path) is { } kept)
            return new Clip(kept, _scratch);

        var stamp = FileStamp.Of(path);
        var file = VideoFile.Open(path, limits, indices);
        try
        {
            if (frames is null || !frames.HasRoomFor(StoredFrame.BytesFor(file.Width, file.Height) * file.Index.FrameCount))
                return new Clip(file, _scratch);
            var stored = new StoredClip(FactsOf(file), file.Read([.. Enumerable.Range(0, file.Index.FrameCount)]));
            frames.Keep(path, stamp, stored);
            file.Dispose();
            return new Clip(stored, _scratch);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    internal static ClipFacts FactsOf(VideoFile file) => new(file.Index.FrameCount, file.Index.FramesPerSecond, file.Width, file.Height);
}
