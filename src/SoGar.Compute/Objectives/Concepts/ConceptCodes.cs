using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives.Concepts;

// B clips, C width of a feature, K concepts.

/// <summary>What concepts say of a clip, and how two sayings of the same clip are held against each other (methods.md, C.2 and C.3).</summary>
public static class ConceptCodes
{
    /// <summary>Cosines of features and prototypes.</summary>
    /// <param name="prototypes_KC">Any length.</param>
    /// <param name="projected_BC">Any length.</param>
    /// <returns>[B, K], between -1 and 1.</returns>
    public static Tensor Of(Tensor prototypes_KC, Tensor projected_BC) => projected_BC.Normalize().MatMul(prototypes_KC.Normalize().Transpose(0, 1));

    /// <summary>Each view's target supervises the other's codes: <c>CE(q_a, b / t) + CE(q_b, a / t)</c>.</summary>
    /// <param name="targetA_BK">Of the first view, from <see cref="SinkhornTargets"/>.</param>
    /// <param name="codesA_BK">Of the first view.</param>
    /// <param name="targetB_BK">Of the second view.</param>
    /// <param name="codesB_BK">Of the second view.</param>
    /// <param name="temperature">Divides the codes.</param>
    /// <returns>[].</returns>
    public static Tensor Align(Tensor targetA_BK, Tensor codesA_BK, Tensor targetB_BK, Tensor codesB_BK, double temperature) =>
        Targets.CrossEntropy(targetA_BK, codesB_BK / temperature) + Targets.CrossEntropy(targetB_BK, codesA_BK / temperature);

    /// <summary>The released code's alignment: each view's target supervises every other view of its group; the mean over the ordered pairs.</summary>
    /// <param name="views">Target and codes of each view, [B, K] both; two or more.</param>
    /// <param name="temperature">Divides the codes.</param>
    /// <returns>[].</returns>
    public static Tensor AlignAll(ReadOnlySpan<(Tensor Target, Tensor Codes)> views, double temperature)
    {
        var terms = new List<Tensor>();
        for (var from = 0; from < views.Length; from++)
            for (var to = 0; to < views.Length; to++)
                if (from != to) terms.Add(Targets.CrossEntropy(views[from].Target, views[to].Codes / temperature));
        return F.Stack([.. terms]).Mean();
    }
}
