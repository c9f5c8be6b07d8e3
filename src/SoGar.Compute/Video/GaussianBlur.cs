using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>A separable Gaussian blur of square frames, in place; the border is reflected without repeating the edge, as torchvision does.</summary>
internal sealed class GaussianBlur
{
    // Weights below a tenth of a float's last digit change no sum.
    private const double Negligible = 1e-8;

    private readonly float[] _weights;
    private readonly int _size;

    /// <summary>Prepares the weights: a kernel of a tenth of the size, made odd.</summary>
    /// <param name="sigma">Deviation in pixels, above 0.</param>
    /// <param name="size">Height and width of the frames, 2 or more.</param>
    public GaussianBlur(double sigma, int size)
    {
        _size = size;
        _weights = WeightsOf(sigma, KernelFor(size));
    }

    /// <summary>Taps of the kernel for frames of a size: 23 at 224, 9 at 96.</summary>
    public static int KernelFor(int size) => size / 10 | 1;

    /// <summary>Blurs the three planes of a frame.</summary>
    public void Apply(RgbPlanes frame, FloatScratch scratch)
    {
        Blur(frame.Red, scratch);
        Blur(frame.Green, scratch);
        Blur(frame.Blue, scratch);
    }

    internal static float[] WeightsOf(double sigma, int kernel)
    {
        var half = kernel / 2;
        var exact = Enumerable.Range(-half, kernel).Select(x => Math.Exp(-0.5 * (x / sigma) * (x / sigma))).ToArray();
        var sum = exact.Sum();
        var outermost = 0;
        while (outermost < half && exact[outermost] / sum < Negligible)
            outermost++;
        return [.. exact[outermost..(kernel - outermost)].Select(weight => (float)(weight / sum))];
    }

    private void Blur(Span<float> plane, FloatScratch scratch)
    {
        var half = _weights.Length / 2;
        if (half == 0)
            return;
        var padded = Lanes.Padded(_size);
        var space = scratch.Take(_size * padded + padded + 2 * half);
        var columns = space[..(_size * padded)];
        var row = space[(_size * padded)..];
        AlongColumns(plane, columns, padded, half);
        for (var y = 0; y < _size; y++)
        {
            columns.Slice(y * padded, padded).CopyTo(row[half..]);
            for (var i = 1; i <= half; i++)
            {
                row[half - i] = row[half + i];
                row[half + _size - 1 + i] = row[half + _size - 1 - i];
            }

            AlongRow(row, plane.Slice(y * _size, _size));
        }
    }

    private void AlongColumns(ReadOnlySpan<float> plane, Span<float> target, int stride, int half)
    {
        for (var y = 0; y < _size; y++)
        {
            for (var x = 0; x < _size; x += Lanes.Count)
            {
                var at = Math.Min(x, _size - Lanes.Count);
                var sum = Vector256<float>.Zero;
                for (var k = -half; k <= half; k++)
                    sum = Vector256.FusedMultiplyAdd(
                        Vector256.Create(plane.Slice(Reflected(y + k) * _size + at, Lanes.Count)), Vector256.Create(_weights[k + half]), sum);
                sum.CopyTo(target[(y * stride + at)..]);
            }
        }
    }

    private void AlongRow(ReadOnlySpan<float> row, Span<float> target)
    {
        for (var x = 0; x < _size; x += Lanes.Count)
        {
            var at = Math.Min(x, _size - Lanes.Count);
            var sum = Vector256<float>.Zero;
            for (var k = 0; k < _weights.Length; k++)
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(row.Slice(at + k, Lanes.Count)), Vector256.Create(_weights[k]), sum);
            sum.CopyTo(target[at..]);
        }
    }

    private int Reflected(int y)
    {
        var positive = Math.Abs(y);
        return positive < _size ? positive : 2 * (_size - 1) - positive;
    }
}
