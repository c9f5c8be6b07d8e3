using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Objectives;

// V views, B clips, D width of an embedding.

/// <summary>Terms that keep embeddings apart (methods.md, B.3); each is a mean over views, so that their number does not change a term's weight.</summary>
public static class AntiCollapse
{
    /// <summary>A loss with the terms that the recipe weighs.</summary>
    /// <param name="recipe">Their weights.</param>
    /// <param name="loss">[].</param>
    /// <param name="embeddings_VBD">The student's, of unit length.</param>
    /// <returns>[].</returns>
    public static Tensor Added(LossRecipe recipe, Tensor loss, Tensor embeddings_VBD)
    {
        if (recipe.VarianceHinge > 0) loss += recipe.VarianceHinge * VarianceHinge(embeddings_VBD);
        if (recipe.Koleo > 0) loss += recipe.Koleo * Koleo(embeddings_VBD);
        return loss;
    }

    /// <summary>
    /// Mean over dimensions of <c>max(0, 1 - sqrt(D) std(z))</c>: zero for embeddings that spread as unit vectors in all directions do, 1 for equal ones.
    /// </summary>
    /// <param name="embeddings_VBD">Of unit length, B of 2 or more.</param>
    /// <returns>[].</returns>
    public static Tensor VarianceHinge(Tensor embeddings_VBD)
    {
        // Without the small term the root has no gradient where a dimension is constant.
        var std_VD = (embeddings_VBD.Var([1]) + 1e-10).Sqrt();
        return (1 - Math.Sqrt(embeddings_VBD.Size(-1)) * std_VD).Relu().Mean();
    }

    /// <summary>KoLeo (Sablayrolles et al. 2019): minus the mean log distance of each embedding to its nearest one in the shard.</summary>
    /// <param name="embeddings_VBD">Of unit length, B of 2 or more.</param>
    /// <returns>[].</returns>
    public static Tensor Koleo(Tensor embeddings_VBD)
    {
        var clips = embeddings_VBD.Size(1);
        var cosines_VBB = embeddings_VBD.MatMul(embeddings_VBD.Transpose(1, 2));
        var (nearest_VB, _) = cosines_VBB.MaskedFill(Tensor.Eye(clips, device: cosines_VBB.Device).Gt(0), -2).Max(2);
        var squaredDistance = (2 - 2 * nearest_VB).ClampMin(1e-8);
        return -0.5 * squaredDistance.Log().Mean();
    }
}
