using SoGar.Compute.Video;

namespace SoGar.Compute.Regions;

/// <summary>A small colour image that regions are looked for in: three planes of floats. Owns its memory.</summary>
public sealed class RegionImage
{
    private readonly float[][] _planes;

    /// <summary>A black image.</summary>
    public RegionImage(int width, int height)
    {
        (Width, Height) = (width, height);
        _planes = [new float[width * height], new float[width * height], new float[width * height]];
    }

    /// <summary>Pixels of a row.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Red, green and blue in [0, 1], row by row; borrowed.</summary>
    public Span<float> Plane(int channel) => _planes[channel];

    /// <summary>One frame of a view with its normalisation undone.</summary>
    /// <param name="view">float32 [3, frames, size, size]; borrowed.</param>
    /// <param name="frames">Frames of the view.</param>
    /// <param name="frame">Which one.</param>
    /// <param name="size">Height and width.</param>
    /// <param name="scale">By which the view was normalised.</param>
    public static RegionImage Of(ReadOnlySpan<float> view, int frames, int frame, int size, ChannelScale scale)
    {
        var image = new RegionImage(size, size);
        for (var channel = 0; channel < 3; channel++)
        {
            var source = view.Slice((channel * frames + frame) * size * size, size * size);
            var plane = image.Plane(channel);
            var (mean, deviation) = ScaleOf(scale, channel);
            for (var i = 0; i < plane.Length; i++) plane[i] = Math.Clamp(source[i] * deviation + mean, 0, 1);
        }

        return image;
    }

    /// <summary>The image after a Gaussian blur; borders repeat.</summary>
    /// <param name="sigma">Deviation in pixels.</param>
    public RegionImage Smoothed(double sigma)
    {
        var radius = (int)Math.Ceiling(4 * sigma);
        var kernel = new float[2 * radius + 1];
        for (var i = 0; i < kernel.Length; i++) kernel[i] = (float)Math.Exp(-0.5 * (i - radius) * (i - radius) / (sigma * sigma));
        var sum = kernel.Sum();
        for (var i = 0; i < kernel.Length; i++) kernel[i] /= sum;

        var smooth = new RegionImage(Width, Height);
        var rows = new float[Width * Height];
        for (var channel = 0; channel < 3; channel++)
        {
            Along(_planes[channel], rows, kernel, Height, Width, 1, Width);
            Along(rows, smooth._planes[channel], kernel, Width, Height, Width, 1);
        }

        return smooth;
    }

    private static (float Mean, float Deviation) ScaleOf(ChannelScale scale, int channel) => channel switch
    {
        0 => (scale.RedMean, scale.RedDeviation),
        1 => (scale.GreenMean, scale.GreenDeviation),
        _ => (scale.BlueMean, scale.BlueDeviation),
    };

    // Convolves `lines` lines of `length` pixels that lie `step` apart; lines start `stride` apart.
    private static void Along(float[] from, float[] to, float[] kernel, int lines, int length, int step, int stride)
    {
        var radius = kernel.Length / 2;
        for (var line = 0; line < lines; line++)
        {
            for (var at = 0; at < length; at++)
            {
                var sum = 0f;
                for (var tap = 0; tap < kernel.Length; tap++)
                    sum += kernel[tap] * from[line * stride + Math.Clamp(at + tap - radius, 0, length - 1) * step];
                to[line * stride + at * step] = sum;
            }
        }
    }
}
