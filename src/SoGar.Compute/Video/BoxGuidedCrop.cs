using SoGar.Compute.Data;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Video;

/// <summary>A local crop that follows one person of the clip (methods.md, B.1).</summary>
public static class BoxGuidedCrop
{
    /// <summary>Probability that a view does not look at the boxes.</summary>
    public const double IgnoreProbability = 0.2;

    /// <summary>Frames on either side of the span's middle in which boxes are looked for.</summary>
    public const int Reach = 5;

    /// <summary>Share of the person's box that the crop contains, where it can.</summary>
    public const double LeastCoverage = 0.6;

    private const double Jitter = 0.2;
    private const double Growth = 1.05;

    /// <summary>Draws a crop around one of the boxes near <paramref name="frame"/>, or a plain random one where there are none.</summary>
    /// <param name="random">The view's stream.</param>
    /// <param name="clip">Size of the frames, and the boxes.</param>
    /// <param name="frame">The frame in the middle of the view's span.</param>
    /// <param name="leastArea">Share of the frame's area.</param>
    /// <param name="greatestArea">Share of the frame's area.</param>
    /// <param name="leastAspect">Width over height.</param>
    /// <param name="greatestAspect">Width over height; drawn log-uniformly.</param>
    public static CropBox Draw(
        KeyedRandom random, ClipFacts clip, int frame, double leastArea, double greatestArea, double leastAspect, double greatestAspect)
    {
        var boxes = clip.Boxes.Nearest(frame, Reach);
        var ignored = random.Happens(IgnoreProbability);
        if (boxes.IsEmpty || ignored)
            return RandomResizedCrop.Draw(random, clip.Width, clip.Height, leastArea, greatestArea, leastAspect, greatestAspect);

        var box = boxes[random.NextInt(boxes.Length)];
        var area = (double)clip.Width * clip.Height * random.Uniform(leastArea, greatestArea);
        var aspect = Math.Exp(random.Uniform(Math.Log(leastAspect), Math.Log(greatestAspect)));
        var centreX = ((box.X1 + box.X2) / 2 + random.Uniform(-Jitter, Jitter) * (box.X2 - box.X1)) * clip.Width;
        var centreY = ((box.Y1 + box.Y2) / 2 + random.Uniform(-Jitter, Jitter) * (box.Y2 - box.Y1)) * clip.Height;
        return Enlarge(clip, box, centreX, centreY, Math.Sqrt(area * aspect), Math.Sqrt(area / aspect));
    }

    /// <summary>How much of a person's box a crop contains, between 0 and 1.</summary>
    public static double Coverage(CropBox crop, PlayerBox box, int frameWidth, int frameHeight)
    {
        var (left, right) = (box.X1 * (double)frameWidth, box.X2 * (double)frameWidth);
        var (top, bottom) = (box.Y1 * (double)frameHeight, box.Y2 * (double)frameHeight);
        var seenWidth = Math.Min(right, crop.X + crop.Width) - Math.Max(left, crop.X);
        var seenHeight = Math.Min(bottom, crop.Y + crop.Height) - Math.Max(top, crop.Y);
        return seenWidth <= 0 || seenHeight <= 0 ? 0 : seenWidth * seenHeight / ((right - left) * (bottom - top));
    }

    // Grows the crop about its centre until it shows enough of the person. A crop as large as the frame shows all there is.
    private static CropBox Enlarge(ClipFacts clip, PlayerBox box, double centreX, double centreY, double width, double height)
    {
        while (true)
        {
            var crop = Place(clip, centreX, centreY, width, height);
            var isWhole = crop.Width == clip.Width && crop.Height == clip.Height;
            if (isWhole || Coverage(crop, box, clip.Width, clip.Height) >= LeastCoverage)
                return crop;
            (width, height) = (width * Growth, height * Growth);
        }
    }

    private static CropBox Place(ClipFacts clip, double centreX, double centreY, double width, double height)
    {
        var cropWidth = (int)Math.Clamp(Math.Round(width), 1, clip.Width);
        var cropHeight = (int)Math.Clamp(Math.Round(height), 1, clip.Height);
        var x = (int)Math.Clamp(Math.Round(centreX - cropWidth / 2.0), 0, clip.Width - cropWidth);
        var y = (int)Math.Clamp(Math.Round(centreY - cropHeight / 2.0), 0, clip.Height - cropHeight);
        return new CropBox(x, y, cropWidth, cropHeight);
    }
}
