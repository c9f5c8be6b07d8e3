namespace SoGar.Compute.Video;

/// <summary>Decodes still images, JPEG and PNG, told by their first bytes. Keeps its decoders between images; one thread at a time.</summary>
public sealed class ImageReader : IDisposable
{
    private readonly ImageHandle _images;
    private readonly string? _root;

    /// <summary>Makes a reader.</summary>
    /// <param name="limits">Bounds on each image; null takes the default.</param>
    public ImageReader(VideoLimits? limits = null)
    {
        limits ??= VideoLimits.Default;
        _root = limits.Root;
        if (NativeMedia.sogar_images_open(limits.ToNative(), out _images, out var error) < 0)
            throw VideoException.From("an image", error);
    }

    /// <summary>Shows one image.</summary>
    /// <param name="path">A regular file.</param>
    /// <param name="index">The number that the frame gets.</param>
    /// <param name="visit">Called once; the frame is borrowed for the call.</param>
    /// <exception cref="VideoException">The file is not an image that can be read.</exception>
    public void Read(string path, int index, FrameVisitor visit)
    {
        var status = NativeMedia.sogar_images_read(_images, path, _root, out var frame, out var error);
        if (status < 0)
            throw VideoException.From(path, error);
        frame.Index = index;
        visit(VideoFile.Borrow(frame));
    }

    /// <summary>Reads one image and keeps a copy.</summary>
    /// <inheritdoc cref="Read(string, int, FrameVisitor)"/>
    public StoredFrame Read(string path, int index = 0)
    {
        StoredFrame? read = null;
        Read(path, index, frame => read = StoredFrame.Copy(frame));
        return read!;
    }

    /// <summary>Frees the decoders.</summary>
    public void Dispose() => _images.Dispose();
}
