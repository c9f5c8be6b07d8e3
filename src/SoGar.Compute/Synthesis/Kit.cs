using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>What one team wears in one clip. Drawn apart from the activity, so that no colour hints at it.</summary>
/// <param name="Shirt">Colour of the torso.</param>
internal sealed record Kit(Rgb Shirt)
{
    /// <summary>Draws the kits of both teams; their hues lie at least 0.3 turns apart.</summary>
    public static (Kit First, Kit Second) DrawPair(KeyedRandom random)
    {
        var hue = random.NextDouble();
        var first = Coloured(hue, random);
        var second = Coloured(hue + random.Uniform(0.3, 0.7), random);
        return random.NextDouble() switch
        {
            < 0.3 => (new Kit(Rgb.Grey(random.Uniform(0.92, 1))), second),
            < 0.6 => (first, Pale(random)),
            _ => (first, second),
        };
    }

    private static Kit Coloured(double hue, KeyedRandom random) =>
        new(Rgb.FromHsv(hue, random.Uniform(0.5, 0.9), random.Uniform(0.8, 1)));

    private static Kit Pale(KeyedRandom random) =>
        new(Rgb.FromHsv(random.NextDouble(), random.Uniform(0.05, 0.2), random.Uniform(0.85, 1)));
}
