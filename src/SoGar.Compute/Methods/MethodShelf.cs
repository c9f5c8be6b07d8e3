using SoGar.Compute.Methods.Concepts;
using SoGar.Compute.Methods.ConstCl;
using SoGar.Compute.Methods.Hdc;
using SoGar.Compute.Methods.Sogar;
using SoGar.Compute.Methods.Svt;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods;

/// <summary>The methods by their words in recipes.</summary>
public static class MethodShelf
{
    /// <summary>The method of <paramref name="recipe"/>.</summary>
    /// <param name="recipe">The run.</param>
    /// <param name="samples">Samples of its data set.</param>
    /// <exception cref="NotSupportedException">The recipe's method is not one that this version trains.</exception>
    public static PretrainingMethod Of(Recipe recipe, int samples)
    {
        var epochs = new Epochs(samples, recipe.Batch);
        return recipe.Method switch
        {
            Method.Sogar => new SogarMethod(recipe, epochs),
            Method.Svt => new SvtMethod(recipe, epochs),
            Method.Concepts => new ConceptsMethod(recipe, epochs),
            Method.ConstCl => new ConstClMethod(recipe, epochs),
            Method.Hdc => new HdcMethod(recipe, epochs),
            _ => throw new NotSupportedException($"method = {recipe.Method} cannot be trained by this version"),
        };
    }
}
