namespace SoGar.Compute.Models.Conv;

/// <summary>Sizes of the feature maps of one clip.</summary>
/// <param name="Channels">C.</param>
/// <param name="Frames">T.</param>
/// <param name="Height">H.</param>
/// <param name="Width">W.</param>
public readonly record struct MapShape(long Channels, long Frames, long Height, long Width)
{
    /// <summary>Places of one channel.</summary>
    public long Places => Frames * Height * Width;

    /// <summary>What a window that slides over these maps leaves of them.</summary>
    internal MapShape Slide(long channels, Window window) => new(
        channels, window.Over(0, Frames), window.Over(1, Height), window.Over(2, Width));
}

/// <summary>A kernel that slides over frames, rows and columns.</summary>
/// <param name="Size">[3].</param>
/// <param name="Stride">[3].</param>
/// <param name="Padding">[3], on both sides.</param>
internal sealed record Window(long[] Size, long[] Stride, long[] Padding)
{
    /// <summary>Distance from tap to tap, [3].</summary>
    public long[] Dilation { get; init; } = [1, 1, 1];

    /// <summary>A window over space: 1 x k x k, padded to keep the size at stride 1.</summary>
    public static Window Space(long size, long stride, long dilation = 1) =>
        new([1, size, size], [1, stride, stride], [0, size / 2 * dilation, size / 2 * dilation]) { Dilation = [1, dilation, dilation] };

    /// <summary>A window over time: k x 1 x 1.</summary>
    public static Window Time(long size, long stride) => new([size, 1, 1], [stride, 1, 1], [size / 2, 0, 0]);

    /// <summary>A cube: k x k x k.</summary>
    public static Window Cube(long size, long stride) => new([size, size, size], [stride, stride, stride], [size / 2, size / 2, size / 2]);

    public long Over(int axis, long length) => (length + 2 * Padding[axis] - Dilation[axis] * (Size[axis] - 1) - 1) / Stride[axis] + 1;
}
