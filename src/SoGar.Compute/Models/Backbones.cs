using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

/// <summary>The backbones by their words in recipes.</summary>
public static class Backbones
{
    /// <summary>Declares the backbone of <paramref name="recipe"/> in <paramref name="scope"/>, under the public implementations' names.</summary>
    public static IBackbone Build(ModuleScope scope, ModelRecipe recipe) => new VisionTransformer(scope, recipe);
}
