using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Localisation;

/// <summary>What a backbone sees where: patch tokens of a transformer, or the maps of a convolutional network's last stage (res5r of its Y variant).</summary>
internal static class DenseFeatures
{
    /// <summary>Features by place.</summary>
    /// <param name="backbone">Any.</param>
    /// <param name="clips">float32 [B, 3, T, H, W]; borrowed.</param>
    /// <returns>[B, T', H', W', C].</returns>
    /// <exception cref="NotSupportedException">The backbone has no such features.</exception>
    public static Tensor Of(IBackbone backbone, Tensor clips) => backbone switch
    {
        VisionTransformer transformer => transformer.ForwardTokens(clips),
        ConvBackbone convolutional => convolutional.Maps(clips)[^1].Permute(0, 2, 3, 4, 1),
        _ => throw new NotSupportedException($"{backbone.GetType().Name} has no features by place; localisation and tracking need them"),
    };

    /// <summary>C.</summary>
    public static int WidthOf(IBackbone backbone, ModelRecipe recipe) =>
        backbone is ConvBackbone convolutional ? convolutional.Levels[^1].Channels : recipe.Width;

    /// <summary>Pixels of a clip for one place.</summary>
    public static int StrideOf(IBackbone backbone, ModelRecipe recipe) =>
        backbone is ConvBackbone convolutional ? convolutional.Levels[^1].PixelStride : recipe.Patch;

    /// <summary>The slice in the middle of time, [B, H', W', C].</summary>
    public static Tensor Middle(Tensor features) => features.Select(1, features.Size(1) / 2);
}
