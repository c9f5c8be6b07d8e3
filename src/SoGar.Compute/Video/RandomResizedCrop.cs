using SoGar.Protocol.Chance;

namespace SoGar.Compute.Video;

/// <summary>A crop of random area and shape, as torchvision's <c>RandomResizedCrop.get_params</c> draws it.</summary>
public static class RandomResizedCrop
{
    private const int Tries = 10;

    /// <summary>Draws a crop.</summary>
    /// <param name="random">The view's stream.</param>
    /// <param name="width">Width of the frame in pixels.</param>
    /// <param name="height">Height of the frame in pixels.</param>
    /// <param name="leastArea">Share of the frame's area.</param>
    /// <param name="greatestArea">Share of the frame's area.</param>
    /// <param name="leastAspect">Width over height.</param>
    /// <param name="greatestAspect">Width over height; drawn log-uniformly.</param>
    public static CropBox Draw(
        KeyedRandom random, int width, int height, double leastArea, double greatestArea, double leastAspect, double greatestAspect)
    {
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var area = (double)width * height * random.Uniform(leastArea, greatestArea);
            var aspect = Math.Exp(random.Uniform(Math.Log(leastAspect), Math.Log(greatestAspect)));
            var cropWidth = (int)Math.Round(Math.Sqrt(area * aspect));
            var cropHeight = (int)Math.Round(Math.Sqrt(area / aspect));
            if (cropWidth < 1 || cropWidth > width || cropHeight < 1 || cropHeight > height)
                continue;
            var y = random.NextInt(0, height - cropHeight);
            var x = random.NextInt(0, width - cropWidth);
            return new CropBox(x, y, cropWidth, cropHeight);
        }

        return Central(width, height, leastAspect, greatestAspect);
    }

    /// <summary>The largest crop in the middle whose shape is allowed; what remains when no try fits.</summary>
    public static CropBox Central(int width, int height, double leastAspect, double greatestAspect)
    {
        var aspect = (double)width / height;
        var (cropWidth, cropHeight) = (width, height);
        if (aspect < leastAspect)
            cropHeight = Math.Clamp((int)Math.Round(width / leastAspect), 1, height);
        else if (aspect > greatestAspect)
            cropWidth = Math.Clamp((int)Math.Round(height * greatestAspect), 1, width);
        return new CropBox((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }
}
