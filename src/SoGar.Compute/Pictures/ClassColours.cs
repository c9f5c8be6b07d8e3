namespace SoGar.Compute.Pictures;

/// <summary>A colour for each class, hues evenly round the circle, neighbours of different brightness.</summary>
internal static class ClassColours
{
    /// <summary>The colour of one class of <paramref name="count"/>.</summary>
    public static Colour Of(int label, int count)
    {
        var value = label % 2 == 0 ? 0.85 : 0.6;
        return new Colour(Part(5), Part(3), Part(1));

        // The closed form of hue, saturation and value: each part is the value less a trapezoid wave in the hue.
        byte Part(int offset)
        {
            var k = (offset + 6.0 * label / count) % 6;
            return (byte)Math.Round(255 * (value - value * 0.85 * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
        }
    }
}
