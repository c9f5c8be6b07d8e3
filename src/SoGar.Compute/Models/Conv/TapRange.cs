namespace SoGar.Compute.Models.Conv;

/// <summary>
/// The taps of a kernel that ever see a map along one axis; the others see the padding beyond its border alone and change nothing. They have to be left out of
/// the product: oneDNN's bfloat16 kernels leave their gradient as the memory was, so that equal runs would end with different weights, or with none.
/// </summary>
/// <param name="First">The first tap that counts.</param>
/// <param name="Count">Taps from there on.</param>
internal readonly record struct TapRange(long First, long Count)
{
    /// <summary>The taps that count.</summary>
    /// <param name="window">The kernel.</param>
    /// <param name="axis">0 to 2.</param>
    /// <param name="length">Of the map along the axis.</param>
    public static TapRange Of(Window window, int axis, long length)
    {
        var (size, padding, dilation) = (window.Size[axis], window.Padding[axis], window.Dilation[axis]);
        // The last output's window starts furthest to the right, the first one's ends furthest to the left.
        var lastStart = (window.Over(axis, length) - 1) * window.Stride[axis];
        var first = Math.Max(0, Taps(padding - lastStart));
        var end = Math.Min(size, Taps(length + padding));
        return new(first, end - first);

        // Taps that a distance takes, a begun one counted.
        long Taps(long distance) => (distance + dilation - 1) / dilation;
    }
}
