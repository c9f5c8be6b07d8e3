using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Objectives.Hierarchy;

// B clips, D width of an embedding.

/// <summary>How HDC weighs the levels of a subtask (methods.md, E.4): a level that is far from invariant is asked for less.</summary>
public static class InvarianceWeights
{
    /// <summary>How invariant a level is to what differs between query and key: <c>(1 + mean cosine) / 2</c>.</summary>
    /// <param name="query_BD">Of unit length.</param>
    /// <param name="key_BD">Of unit length.</param>
    /// <returns>[], between 0 and 1, without a gradient.</returns>
    public static Tensor Invariance(Tensor query_BD, Tensor key_BD) => (1 + (query_BD.Detach() * key_BD.Detach()).Sum(-1).Mean()) / 2;

    /// <summary>The mean probability with which queries find their keys.</summary>
    /// <param name="loss_B">Of each query.</param>
    /// <returns>[], without a gradient.</returns>
    public static Tensor Posterior(Tensor loss_B) => (-loss_B.Detach()).Exp().Mean();

    /// <summary>Weights of the levels of one subtask; they sum to their number where none reaches a bound.</summary>
    /// <param name="invariance">Of each level.</param>
    /// <param name="recipe">Bounds; <see cref="LevelWeights.Uniform"/> and <see cref="LevelWeights.Learned"/> give ones.</param>
    public static double[] Of(ReadOnlySpan<double> invariance, HdcRecipe recipe)
    {
        var weights = new double[invariance.Length];
        Array.Fill(weights, 1);
        if (recipe.Weights is LevelWeights.Uniform or LevelWeights.Learned) return weights;
        var sum = 0.0;
        foreach (var level in invariance) sum += level;
        if (sum <= 0) return weights;
        for (var level = 0; level < weights.Length; level++)
            weights[level] = Math.Clamp(invariance[level] / sum * invariance.Length, recipe.WeightMin, recipe.WeightMax);
        return weights;
    }

    /// <summary>
    /// The loss of a level with a learned log-variance s: <c>exp(-s) loss + s</c> (Kendall et al. 2018), the weight kept within the recipe's bounds.
    /// </summary>
    /// <param name="loss">[].</param>
    /// <param name="s">[].</param>
    /// <param name="recipe">Bounds of the weight.</param>
    /// <returns>[].</returns>
    public static Tensor Learned(Tensor loss, Tensor s, HdcRecipe recipe) => (-s).Exp().Clamp(recipe.WeightMin, recipe.WeightMax) * loss + s;
}
