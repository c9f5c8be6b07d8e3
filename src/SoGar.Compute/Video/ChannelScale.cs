using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>Normalisation of the three channels: (value - mean) / deviation.</summary>
public readonly record struct ChannelScale(
    float RedMean, float GreenMean, float BlueMean, float RedDeviation, float GreenDeviation, float BlueDeviation)
{
    /// <summary>Leaves values in [0, 1] as they are.</summary>
    public static ChannelScale None { get; } = new(0, 0, 0, 1, 1, 1);

    /// <summary>The scale of a recipe.</summary>
    public static ChannelScale From(ViewsRecipe recipe) => new(
        (float)recipe.Mean[0], (float)recipe.Mean[1], (float)recipe.Mean[2], (float)recipe.Std[0], (float)recipe.Std[1], (float)recipe.Std[2]);
}
