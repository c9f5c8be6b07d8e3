namespace SoGar.Compute.Torch;

/// <content>Convolutions, pooling and resizing. Kernel sizes, strides and the like are given per axis, height before width.</content>
public static unsafe partial class F
{
    /// <summary>Convolution over two axes.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="weight">[Out, C / groups, kh, kw].</param>
    /// <param name="bias">[Out], or null.</param>
    /// <param name="stride">[2].</param>
    /// <param name="padding">[2], zeros on both sides.</param>
    /// <param name="groups">Groups of channels that do not see each other.</param>
    /// <returns>[N, Out, H', W'].</returns>
    public static Tensor Conv2d(
        Tensor input, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, long groups = 1) =>
        Convolve(Aten.Conv2d, input, weight, bias, stride, padding, [1, 1], groups);

    /// <summary>Convolution over three axes.</summary>
    /// <param name="input">[N, C, T, H, W].</param>
    /// <param name="weight">[Out, C / groups, kt, kh, kw].</param>
    /// <param name="bias">[Out], or null.</param>
    /// <param name="stride">[3].</param>
    /// <param name="padding">[3], zeros on both sides.</param>
    /// <param name="dilation">[3], from tap to tap.</param>
    /// <param name="groups">Groups of channels that do not see each other.</param>
    /// <returns>[N, Out, T', H', W'].</returns>
    public static Tensor Conv3d(
        Tensor input, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation, long groups = 1) =>
        Convolve(Aten.Conv3d, input, weight, bias, stride, padding, dilation, groups);

    /// <summary>Largest element of each window over two axes.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="kernel">[2].</param>
    /// <param name="stride">[2].</param>
    /// <param name="padding">[2].</param>
    public static Tensor MaxPool2d(Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding) =>
        Pool(Aten.MaxPool2d, input, kernel, stride, padding);

    /// <summary>Largest element of each window over three axes.</summary>
    /// <param name="input">[N, C, T, H, W].</param>
    /// <param name="kernel">[3].</param>
    /// <param name="stride">[3].</param>
    /// <param name="padding">[3].</param>
    public static Tensor MaxPool3d(Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding) =>
        Pool(Aten.MaxPool3d, input, kernel, stride, padding);

    /// <summary>Mean of each window over two axes; padding counts as zeros.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="kernel">[2].</param>
    /// <param name="stride">[2].</param>
    /// <param name="padding">[2].</param>
    public static Tensor AvgPool2d(Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding) =>
        Pool(Aten.AvgPool2d, input, kernel, stride, padding);

    /// <summary>Mean of each window over three axes; padding counts as zeros.</summary>
    /// <param name="input">[N, C, T, H, W].</param>
    /// <param name="kernel">[3].</param>
    /// <param name="stride">[3].</param>
    /// <param name="padding">[3].</param>
    public static Tensor AvgPool3d(Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding) =>
        Pool(Aten.AvgPool3d, input, kernel, stride, padding);

    /// <summary>Means over a grid of windows that covers two axes evenly.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="size">Height and width of the result.</param>
    public static Tensor AdaptiveAvgPool2d(Tensor input, ReadOnlySpan<long> size) => Aten.AdaptiveAvgPool2d.Call(input, size);

    /// <summary>Means over a grid of windows that covers three axes evenly.</summary>
    /// <param name="input">[N, C, T, H, W].</param>
    /// <param name="size">Frames, height and width of the result.</param>
    public static Tensor AdaptiveAvgPool3d(Tensor input, ReadOnlySpan<long> size) => Aten.AdaptiveAvgPool3d.Call(input, size);

    /// <summary>The patches under a kernel as columns (im2col), so that a convolution becomes a matrix product.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="kernel">[2].</param>
    /// <param name="stride">[2].</param>
    /// <param name="padding">[2].</param>
    /// <returns>[N, C * kh * kw, patches], the patches row by row.</returns>
    public static Tensor Unfold(Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding)
    {
        var dilation = stackalloc long[] { 1, 1 };
        fixed (long* k = kernel, s = stride, p = padding)
            return Aten.Im2Col.Call(input, Argument.Integers(k, 2), Argument.Integers(dilation, 2), Argument.Integers(p, 2), Argument.Integers(s, 2));
    }

    /// <summary>Resizes one axis; element i comes from element floor(i * in / out).</summary>
    /// <param name="input">[N, C, L].</param>
    /// <param name="size">The new length.</param>
    public static Tensor UpsampleNearest1d(Tensor input, long size) => Aten.UpsampleNearest1d.Call(input, [size]);

    /// <summary>Resizes two axes; element i comes from element floor(i * in / out).</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    public static Tensor UpsampleNearest2d(Tensor input, long height, long width) => Aten.UpsampleNearest2d.Call(input, [height, width]);

    /// <summary>Resizes one axis along straight lines.</summary>
    /// <param name="input">[N, C, L].</param>
    /// <param name="size">The new length.</param>
    /// <param name="alignCorners">Whether first and last elements stay where they are.</param>
    public static Tensor UpsampleLinear1d(Tensor input, long size, bool alignCorners = false) => Aten.UpsampleLinear1d.Call(input, [size], alignCorners);

    /// <summary>Resizes two axes along straight lines, without smoothing beforehand.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="alignCorners">Whether the corners stay where they are.</param>
    public static Tensor UpsampleBilinear2d(Tensor input, long height, long width, bool alignCorners = false) =>
        Aten.UpsampleBilinear2d.Call(input, [height, width], alignCorners);

    /// <summary>Resizes two axes along cubic curves (a = -0.75), without smoothing beforehand.</summary>
    /// <param name="input">[N, C, H, W].</param>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="alignCorners">Whether the corners stay where they are.</param>
    public static Tensor UpsampleBicubic2d(Tensor input, long height, long width, bool alignCorners = false) =>
        Aten.UpsampleBicubic2d.Call(input, [height, width], alignCorners);

    /// <summary>Puts a number around a tensor.</summary>
    /// <param name="input">Any shape.</param>
    /// <param name="widths">Before and after the last axis, before and after the one in front of it, and so on; negative crops.</param>
    /// <param name="value">The number.</param>
    public static Tensor Pad(Tensor input, ReadOnlySpan<long> widths, double value = 0) => Aten.Pad.Call(input, widths, value);

    private static Tensor Convolve(
        Operation operation, Tensor input, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding, ReadOnlySpan<long> dilation,
        long groups)
    {
        fixed (long* s = stride, p = padding, d = dilation)
        {
            return operation.Call(
                input, weight, bias, Argument.Integers(s, stride.Length), Argument.Integers(p, padding.Length), Argument.Integers(d, dilation.Length), groups);
        }
    }

    private static Tensor Pool(Operation operation, Tensor input, ReadOnlySpan<long> kernel, ReadOnlySpan<long> stride, ReadOnlySpan<long> padding)
    {
        fixed (long* k = kernel, s = stride, p = padding)
        {
            return operation.Call(
                input, Argument.Integers(k, kernel.Length), Argument.Integers(s, stride.Length), Argument.Integers(p, padding.Length));
        }
    }
}
