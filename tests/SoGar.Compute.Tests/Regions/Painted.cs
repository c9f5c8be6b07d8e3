using SoGar.Compute.Regions;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Regions;

/// <summary>Images whose segments are known.</summary>
internal static class Painted
{
    /// <summary>Four flat quadrants, red, green, blue and grey, with a little noise.</summary>
    public static RegionImage Quadrants(int size, double noise = 0)
    {
        float[][] colours = [[0.8f, 0.1f, 0.1f], [0.1f, 0.7f, 0.1f], [0.1f, 0.1f, 0.9f], [0.5f, 0.5f, 0.5f]];
        return Of(size, size, (x, y) => colours[(y >= size / 2 ? 2 : 0) + (x >= size / 2 ? 1 : 0)], noise);
    }

    /// <summary>A bright rectangle on a dark ground.</summary>
    public static RegionImage Rectangle(int width, int height, int left, int top, int right, int bottom) =>
        Of(width, height, (x, y) => x >= left && x < right && y >= top && y < bottom ? [0.9f, 0.8f, 0.2f] : [0.1f, 0.2f, 0.1f], 0);

    public static RegionImage Of(int width, int height, Func<int, int, float[]> colour, double noise)
    {
        var random = KeyedRandom.For(1, Purpose.Test);
        var image = new RegionImage(width, height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var rgb = colour(x, y);
                for (var channel = 0; channel < 3; channel++)
                    image.Plane(channel)[y * width + x] = (float)Math.Clamp(rgb[channel] + noise * random.Normal(), 0, 1);
            }
        }

        return image;
    }
}
