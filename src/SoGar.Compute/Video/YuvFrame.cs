namespace SoGar.Compute.Video;

/// <summary>How YUV was made from RGB; the value is the number of the ITU recommendation.</summary>
public enum YuvMatrix
{
    /// <summary>BT.601; also taken for frames that do not say, as libav does.</summary>
    Bt601 = 601,

    /// <summary>BT.709.</summary>
    Bt709 = 709,

    /// <summary>BT.2020, non-constant luminance.</summary>
    Bt2020 = 2020,
}

/// <summary>
/// One decoded frame, borrowed: 8-bit planar YUV 4:2:0, row-major. Chroma planes are (width+1)/2 x (height+1)/2, sited at the left
/// horizontally and midway vertically, as MPEG-2 and its successors do.
/// </summary>
public readonly ref struct YuvFrame
{
    /// <summary>The frame's number in presentation order.</summary>
    public required int Index { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Luma, <see cref="Height"/> rows of <see cref="LumaStride"/> bytes (the last row may end at <see cref="Width"/>).</summary>
    public required ReadOnlySpan<byte> Y { get; init; }

    /// <summary>Blue difference, rows of <see cref="ChromaStride"/> bytes.</summary>
    public required ReadOnlySpan<byte> U { get; init; }

    /// <summary>Red difference, rows of <see cref="ChromaStride"/> bytes.</summary>
    public required ReadOnlySpan<byte> V { get; init; }

    /// <summary>Bytes from one luma row to the next.</summary>
    public required int LumaStride { get; init; }

    /// <summary>Bytes from one chroma row to the next.</summary>
    public required int ChromaStride { get; init; }

    /// <summary>How YUV was made from RGB.</summary>
    public required YuvMatrix Matrix { get; init; }

    /// <summary>Whether luma fills 0..255 rather than 16..235.</summary>
    public required bool FullRange { get; init; }

    /// <summary>The same frame under another number; borrowed as this one.</summary>
    internal YuvFrame Renumbered(int index) => this with { Index = index };

    /// <summary>Width of the chroma planes.</summary>
    public int ChromaWidth => (Width + 1) / 2;

    /// <summary>Height of the chroma planes.</summary>
    public int ChromaHeight => (Height + 1) / 2;
}

/// <summary>Takes one frame; the frame is borrowed for the call.</summary>
public delegate void FrameVisitor(YuvFrame frame);
