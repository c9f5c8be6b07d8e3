using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>How one person looks. No facing, no gait: nothing on a still picture says which way anyone is going.</summary>
/// <param name="Shirt">Colour of the torso.</param>
/// <param name="Skin">Colour of the head.</param>
/// <param name="Legs">Colour of the legs.</param>
/// <param name="Size">Field units per unit of the sprite's drawing.</param>
internal sealed record Look(Rgb Shirt, Rgb Skin, Rgb Legs, float Size)
{
    /// <summary>Draws a person in <paramref name="shirt"/>, in a clip whose people are <paramref name="clipSize"/> tall on average.</summary>
    public static Look Draw(Rgb shirt, double clipSize, KeyedRandom random) => new(
        shirt,
        Rgb.FromHsv(random.Uniform(0.04, 0.09), random.Uniform(0.3, 0.6), random.Uniform(0.5, 0.95)),
        Rgb.Grey(random.Uniform(0.5, 0.7)),
        (float)(clipSize * random.Uniform(0.9, 1.1)));
}
