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
    private ImageReader? _images;

    /// <summary>Opens a whole video.</summary>
    /// <exception cref="VideoException">The file is not a video that can be read.</exception>
    public Clip Open(string path) => Open(new ClipSource(path));

    /// <summary>Opens a clip.</summary>
    /// <exception cref="VideoException">The file is not a video, or the first image not an image, that can be read.</exception>
    public Clip Open(ClipSource source)
    {
        if (frames?.Find(source) is { } kept)
            return new Clip(kept, _scratch);

        var stamp = FileStamp.Of(source.Witness);
        var opened = OpenFrames(source);
        try
        {
            var facts = opened.Facts;
            if (frames is null || !frames.HasRoomFor(StoredFrame.BytesFor(facts.Width, facts.Height) * facts.FrameCount))
                return new Clip(opened, _scratch);
            var stored = StoredClip.Of(opened);
            frames.Keep(source, stamp, stored);
            opened.Dispose();
            return new Clip(stored, _scratch);
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    // The decoders of images are kept as long as the reader lives; their handle frees them when it is collected.
    private IFrameSource OpenFrames(ClipSource source) => source.Images is not null
        ? new ImageFrames(_images ??= new ImageReader(limits), source)
        : new VideoFrames(VideoFile.Open(source.Path, limits, indices), source.Window);
}
