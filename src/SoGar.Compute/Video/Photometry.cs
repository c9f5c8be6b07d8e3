using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>The photometric changes of one view, drawn once and applied to all its frames (methods.md, B.6).</summary>
public sealed record Photometry
{
    /// <summary>Nothing is changed.</summary>
    public static Photometry Plain { get; } = new();

    /// <summary>Whether left and right are exchanged.</summary>
    public bool Flip { get; init; }

    /// <summary>Colour changes, or null for none.</summary>
    public JitterFactors? Jitter { get; init; }

    /// <summary>Whether colour is lost.</summary>
    public bool Grayscale { get; init; }

    /// <summary>Deviation of the Gaussian blur in pixels; 0 for none.</summary>
    public double BlurSigma { get; init; }

    /// <summary>Whether what is at least <see cref="SolariseThreshold"/> bright is inverted.</summary>
    public bool Solarise { get; init; }

    /// <summary>The brightness at which solarisation begins, in [0, 1].</summary>
    public const float SolariseThreshold = 0.5f;

    private const double LeastSigma = 0.1;
    private const double GreatestSigma = 2;

    /// <summary>Draws the changes of one view.</summary>
    public static Photometry Draw(AugmentRecipe recipe, KeyedRandom random) => new()
    {
        Flip = random.Happens(recipe.Flip),
        Jitter = random.Happens(recipe.Jitter) ? JitterFactors.Draw(recipe, random) : null,
        Grayscale = random.Happens(recipe.Grayscale),
        BlurSigma = random.Happens(recipe.Blur) ? random.Uniform(LeastSigma, GreatestSigma) : 0,
        Solarise = random.Happens(recipe.Solarise),
    };
}

/// <summary>One of the four operations of colour jitter.</summary>
public enum JitterOperation
{
    /// <summary>Towards black or away from it.</summary>
    Brightness,

    /// <summary>Towards the frame's mean grey or away from it.</summary>
    Contrast,

    /// <summary>Towards each pixel's own grey or away from it.</summary>
    Saturation,

    /// <summary>Round the colour circle.</summary>
    Hue,
}

/// <summary>The operations of colour jitter in the order in which they are applied, with their strengths.</summary>
public sealed record JitterFactors
{
    /// <summary>The four operations, each once.</summary>
    public required IReadOnlyList<JitterOperation> Order { get; init; }

    /// <summary>1 changes nothing.</summary>
    public required float Brightness { get; init; }

    /// <summary>1 changes nothing.</summary>
    public required float Contrast { get; init; }

    /// <summary>1 changes nothing.</summary>
    public required float Saturation { get; init; }

    /// <summary>Turns round the colour circle; 0 changes nothing.</summary>
    public required float Hue { get; init; }

    /// <summary>Draws order and strengths as torchvision's <c>ColorJitter.get_params</c> does.</summary>
    public static JitterFactors Draw(AugmentRecipe recipe, KeyedRandom random)
    {
        JitterOperation[] order = [JitterOperation.Brightness, JitterOperation.Contrast, JitterOperation.Saturation, JitterOperation.Hue];
        random.Shuffle<JitterOperation>(order);
        return new JitterFactors
        {
            Order = order,
            Brightness = Factor(recipe.Brightness, random),
            Contrast = Factor(recipe.Contrast, random),
            Saturation = Factor(recipe.Saturation, random),
            Hue = (float)random.Uniform(-recipe.Hue, recipe.Hue),
        };
    }

    private static float Factor(double strength, KeyedRandom random) => (float)random.Uniform(Math.Max(0, 1 - strength), 1 + strength);
}
