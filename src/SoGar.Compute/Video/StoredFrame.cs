namespace SoGar.Compute.Video;

/// <summary>A decoded frame of its own, without padding between rows.</summary>
public sealed class StoredFrame
{
    private readonly byte[] _planes;

    private StoredFrame(YuvFrame frame)
    {
        (Index, Width, Height, Matrix, FullRange) = (frame.Index, frame.Width, frame.Height, frame.Matrix, frame.FullRange);
        _planes = GC.AllocateUninitializedArray<byte>(checked((int)BytesFor(Width, Height)));
        var (luma, chroma) = (Width * Height, frame.ChromaWidth * frame.ChromaHeight);
        CopyRows(frame.Y, frame.LumaStride, Width, Height, _planes.AsSpan(0, luma));
        CopyRows(frame.U, frame.ChromaStride, frame.ChromaWidth, frame.ChromaHeight, _planes.AsSpan(luma, chroma));
        CopyRows(frame.V, frame.ChromaStride, frame.ChromaWidth, frame.ChromaHeight, _planes.AsSpan(luma + chroma, chroma));
    }

    /// <summary>The frame's number in presentation order.</summary>
    public int Index { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>How YUV was made from RGB.</summary>
    public YuvMatrix Matrix { get; }

    /// <summary>Whether luma fills 0..255 rather than 16..235.</summary>
    public bool FullRange { get; }

    /// <summary>Size of the planes.</summary>
    public int Bytes => _planes.Length;

    /// <summary>The planes, borrowed from this frame.</summary>
    public YuvFrame Borrow()
    {
        var (chromaWidth, chromaHeight) = ((Width + 1) / 2, (Height + 1) / 2);
        var (luma, chroma) = (Width * Height, chromaWidth * chromaHeight);
        return new YuvFrame
        {
            Index = Index,
            Width = Width,
            Height = Height,
            Y = _planes.AsSpan(0, luma),
            U = _planes.AsSpan(luma, chroma),
            V = _planes.AsSpan(luma + chroma, chroma),
            LumaStride = Width,
            ChromaStride = chromaWidth,
            Matrix = Matrix,
            FullRange = FullRange,
        };
    }

    /// <summary>Copies a borrowed frame.</summary>
    public static StoredFrame Copy(YuvFrame frame) => new(frame);

    /// <summary>Bytes that a frame of this size takes.</summary>
    public static long BytesFor(int width, int height) => (long)width * height + 2L * ((width + 1) / 2) * ((height + 1) / 2);

    private static void CopyRows(ReadOnlySpan<byte> source, int stride, int width, int height, Span<byte> target)
    {
        for (var row = 0; row < height; row++)
            source.Slice(row * stride, width).CopyTo(target[(row * width)..]);
    }
}
