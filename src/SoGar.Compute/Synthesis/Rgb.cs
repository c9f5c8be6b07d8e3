namespace SoGar.Compute.Synthesis;

/// <summary>A colour; each part lies between 0 and 1.</summary>
internal readonly record struct Rgb(float R, float G, float B)
{
    /// <summary>All parts equal.</summary>
    public static Rgb Grey(double value) => new((float)value, (float)value, (float)value);

    /// <summary>From hue (in turns, any real number), saturation and value (0 to 1).</summary>
    public static Rgb FromHsv(double hue, double saturation, double value)
    {
        return new Rgb(Part(5), Part(3), Part(1));

        // The closed form of the usual six cases: each part is the value less a trapezoid wave in the hue.
        float Part(int offset)
        {
            var k = (offset + 6 * (hue - Math.Floor(hue))) % 6;
            return (float)(value - value * saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1));
        }
    }
}
