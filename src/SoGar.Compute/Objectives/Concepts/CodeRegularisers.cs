using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Objectives.Concepts;

// B clips, C width of a feature, K concepts.

/// <summary>What keeps codes few and faithful (methods.md, C.4).</summary>
public static class CodeRegularisers
{
    /// <summary>Sum over concepts of absolute codes, mean over clips.</summary>
    /// <returns>[].</returns>
    public static Tensor L1(Tensor codes_BK) => codes_BK.Abs().Sum(-1).Mean();

    /// <summary>
    /// Minus the entropy of <c>softmax(codes / temperature)</c>, mean over clips: least where no concept stands out. For the codes of concepts that
    /// have nothing to say of the view.
    /// </summary>
    /// <returns>[].</returns>
    public static Tensor NegativeEntropy(Tensor codes_BK, double temperature)
    {
        var log = (codes_BK / temperature).LogSoftmax(-1);
        return (log.Exp() * log).Sum(-1).Mean();
    }

    /// <summary>How far what the codes decode to is from the feature, which gets no gradient: it would shrink to be easily met.</summary>
    /// <param name="form">Which distance.</param>
    /// <param name="decoded_BC">From the decoder.</param>
    /// <param name="feature_BC">What was encoded; detached here.</param>
    /// <returns>[], the mean over clips; squared distances are summed over channels.</returns>
    public static Tensor Fidelity(FidelityForm form, Tensor decoded_BC, Tensor feature_BC) => form switch
    {
        FidelityForm.Cosine => -(decoded_BC.Normalize() * feature_BC.Detach().Normalize()).Sum(-1).Mean(),
        _ => (decoded_BC - feature_BC.Detach()).Square().Sum(-1).Mean(),
    };
}
