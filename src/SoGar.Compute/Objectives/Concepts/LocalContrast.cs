using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Objectives.Concepts;

// B clips, K concepts, C width.

/// <summary>
/// Contrast of what single concepts found in two views of a clip (methods.md, C.5): the same concept in the same clip attracts, the same concept
/// in the other clips of the shard repels up to a margin.
/// </summary>
/// <param name="recipe">Margin, number of concepts, normalisation.</param>
/// <param name="epsilon">Added under the root, where equal features have no gradient otherwise; 0 is for test vectors.</param>
public sealed class LocalContrast(ConceptsRecipe recipe, double epsilon = 1e-5)
{
    /// <summary>Which concepts are among the strongest of both views.</summary>
    /// <param name="codesA_BK">Codes of one view.</param>
    /// <param name="codesB_BK">Codes of the other.</param>
    /// <returns>[B, K] of zeros and ones in the codes' type, without a gradient.</returns>
    public Tensor Valid(Tensor codesA_BK, Tensor codesB_BK)
    {
        using var still = Grad.Disabled();
        return Strongest(codesA_BK) * Strongest(codesB_BK);
    }

    /// <summary>Both directions between two views, normalised as the recipe says.</summary>
    /// <param name="a_BKC">Features of one view by concept; scaled to unit length here.</param>
    /// <param name="b_BKC">Those of the other.</param>
    /// <param name="valid_BK">From <see cref="Valid"/>.</param>
    /// <returns>[].</returns>
    public Tensor Of(Tensor a_BKC, Tensor b_BKC, Tensor valid_BK)
    {
        var (a, b) = (a_BKC.Normalize(), b_BKC.Normalize());
        return recipe.LocalNorm == LocalNorm.Pooled
            ? (Official(a, b, valid_BK) + Official(b, a, valid_BK)) / (2 * valid_BK.Sum() + 1)
            : Directed(a, b, valid_BK) + Directed(b, a, valid_BK);
    }

    /// <summary>One direction: only <paramref name="x_BKC"/> gets a gradient.</summary>
    /// <param name="x_BKC">Of unit length.</param>
    /// <param name="y_BKC">Of unit length; detached here.</param>
    /// <param name="valid_BK">From <see cref="Valid"/>.</param>
    /// <returns>[].</returns>
    public Tensor Directed(Tensor x_BKC, Tensor y_BKC, Tensor valid_BK)
    {
        if (recipe.LocalNorm != LocalNorm.Seed) return Official(x_BKC, y_BKC, valid_BK) / (valid_BK.Sum() + 1);
        var (attracting, repelling) = Sums(x_BKC, y_BKC, valid_BK);
        return (attracting + repelling) / (double)x_BKC.Size(0);
    }

    /// <summary>What attracts and what repels, summed over clips and concepts.</summary>
    /// <inheritdoc cref="Directed"/>
    public (Tensor Attracting, Tensor Repelling) Sums(Tensor x_BKC, Tensor y_BKC, Tensor valid_BK)
    {
        var clips = x_BKC.Size(0);
        var (x_KBC, y_KBC) = (x_BKC.Transpose(0, 1), y_BKC.Detach().Transpose(0, 1));
        var difference_KBPC = x_KBC.Unsqueeze(2) - y_KBC.Unsqueeze(1);
        var squared_KBP = difference_KBPC.Square().Sum(-1) + epsilon;
        var valid_KB1 = valid_BK.Transpose(0, 1).Unsqueeze(2);
        var self_BP = Tensor.Eye(clips, x_BKC.DType, x_BKC.Device);

        // The root has no slope at 0: where epsilon is 0, a clip's distance from itself must not enter it.
        var distance_KBP = F.Where(self_BP.Gt(0), Tensor.OnesLike(self_BP), squared_KBP).Sqrt();
        var repelling = (recipe.LocalMargin - distance_KBP).Relu().Square() * (1 - self_BP) * valid_KB1;
        return ((squared_KBP * self_BP * valid_KB1).Sum(), repelling.Sum());
    }

    private Tensor Official(Tensor x_BKC, Tensor y_BKC, Tensor valid_BK)
    {
        var (attracting, repelling) = Sums(x_BKC, y_BKC, valid_BK);
        return attracting + repelling / Math.Max(1, x_BKC.Size(0) - 1);
    }

    private Tensor Strongest(Tensor codes_BK)
    {
        var (values, indices) = codes_BK.TopK(Math.Min(recipe.LocalTop, codes_BK.Size(1)));
        return Tensor.ZerosLike(codes_BK).ScatterInPlace(1, indices, Tensor.OnesLike(values));
    }
}
