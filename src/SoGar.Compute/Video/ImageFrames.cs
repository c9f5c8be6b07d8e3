namespace SoGar.Compute.Video;

/// <summary>A clip of numbered images. Borrows the reader.</summary>
internal sealed class ImageFrames : IFrameSource
{
    // Images carry no times; the rate only matters to windows counted in seconds.
    private const double FramesPerSecond = 25;

    private readonly ImageReader _reader;
    private readonly ClipSource _source;

    /// <summary>Decodes the first image, which gives the clip's size; others may differ.</summary>
    /// <exception cref="VideoException">The first image cannot be read.</exception>
    public ImageFrames(ImageReader reader, ClipSource source)
    {
        (_reader, _source) = (reader, source);
        var (width, height) = (0, 0);
        Show(0, frame => (width, height) = (frame.Width, frame.Height));
        Facts = new ClipFacts(source.Images!.Count, FramesPerSecond, width, height);
    }

    public ClipFacts Facts { get; }

    public void Read(ReadOnlySpan<int> frames, FrameVisitor visit)
    {
        foreach (var index in frames) Show(index, visit);
    }

    public void Dispose()
    {
        // No image is open between two reads, and the decoders are the reader's.
    }

    private void Show(int index, FrameVisitor visit) => _reader.Read(_source.Images!.PathOf(_source.Path, index), index, visit);
}
