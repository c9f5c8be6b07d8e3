namespace SoGar.Compute.Pictures;

/// <summary>An opaque sRGB colour.</summary>
public readonly record struct Colour(byte R, byte G, byte B)
{
    /// <summary>Paper.</summary>
    public static readonly Colour White = new(255, 255, 255);

    /// <summary>Text.</summary>
    public static readonly Colour Ink = new(32, 34, 40);

    /// <summary>Text of less weight.</summary>
    public static readonly Colour Grey = new(120, 124, 132);

    /// <summary>Grid lines and frames.</summary>
    public static readonly Colour Line = new(224, 226, 230);

    /// <summary>What is right.</summary>
    public static readonly Colour Good = new(24, 128, 76);

    /// <summary>What is wrong.</summary>
    public static readonly Colour Bad = new(196, 52, 44);

    /// <summary>Curves.</summary>
    public static readonly Colour Accent = new(36, 98, 184);

    /// <summary>This colour with <paramref name="share"/> of <paramref name="other"/> laid over it; 0 is this one, 1 the other.</summary>
    public Colour Under(Colour other, double share) => new(Mix(R, other.R, share), Mix(G, other.G, share), Mix(B, other.B, share));

    /// <summary>How bright it looks, 0 to 1 (Rec. 709 weights on the coded values).</summary>
    public double Brightness => (0.2126 * R + 0.7152 * G + 0.0722 * B) / 255;

    private static byte Mix(byte under, byte over, double share) => (byte)Math.Round(under + (over - under) * Math.Clamp(share, 0, 1));
}
