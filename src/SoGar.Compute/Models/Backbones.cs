using SoGar.Compute.Models.Conv;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

/// <summary>The backbones by their words in recipes.</summary>
public static class Backbones
{
    /// <summary>Declares the backbone of <paramref name="recipe"/> in <paramref name="scope"/>, under the public implementations' names.</summary>
    /// <param name="scope">The backbone's place.</param>
    /// <param name="recipe">Which one, and how large.</param>
    /// <param name="dilated">Deepest stages of R3D-50 that keep the resolution of the one before; others have no such variant.</param>
    public static IBackbone Build(ModuleScope scope, ModelRecipe recipe, int dilated = 0) =>
        recipe.Backbone == Backbone.Vit ? new VisionTransformer(scope, recipe) : BuildConv(scope, recipe, dilated);

    /// <summary>Declares a convolutional backbone, for methods that look at its maps.</summary>
    /// <param name="scope">The backbone's place.</param>
    /// <param name="recipe">Which one, and how large.</param>
    /// <param name="dilated">As in <see cref="Build"/>.</param>
    /// <exception cref="ArgumentException">The recipe's backbone has no maps.</exception>
    public static ConvBackbone BuildConv(ModuleScope scope, ModelRecipe recipe, int dilated = 0) => recipe.Backbone switch
    {
        Backbone.R2plus1d => VideoResNet.Build(scope, recipe.Conv, factorised: true),
        Backbone.R3d => VideoResNet.Build(scope, recipe.Conv, factorised: false),
        Backbone.S3d => S3d.Build(scope, recipe.Conv),
        Backbone.R3d50 => R3d50.Build(scope, recipe.Conv, regions: false, dilated),
        Backbone.R3d50y => R3d50.Build(scope, recipe.Conv, regions: true, dilated),
        _ => throw new ArgumentException($"model.backbone = {recipe.Backbone} has no feature maps; r2plus1d, r3d, s3d, r3d50 and r3d50y have", nameof(recipe)),
    };
}
