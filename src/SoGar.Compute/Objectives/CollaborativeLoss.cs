using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Objectives;

// V views, B clips, D width of an embedding.

/// <summary>
/// SoGAR's temporal and spatial collaborative losses (methods.md, B.3): student predictions held against the teacher's embedding of the same clip.
/// A mean over views and clips; one view gives TCL, several give SCL.
/// </summary>
/// <param name="recipe">Target form and the student's temperature.</param>
public sealed class CollaborativeLoss(LossRecipe recipe)
{
    /// <summary>What students are held against; carries no gradient.</summary>
    /// <param name="teacher_BD">The teacher's z, of unit length.</param>
    /// <param name="centre_D">Subtracted before the softmax.</param>
    /// <param name="temperature">The teacher's.</param>
    /// <returns>[B, D]: probabilities for <see cref="LossTarget.Softmax"/>, else z itself.</returns>
    public Tensor TargetOf(Tensor teacher_BD, Tensor centre_D, double temperature) => recipe.Target == LossTarget.Softmax
        ? Targets.Softmax(teacher_BD, centre_D, temperature)
        : teacher_BD.Detach();

    /// <summary>The loss of predictions against a target.</summary>
    /// <param name="target_BD">From <see cref="TargetOf"/>.</param>
    /// <param name="predicted_VBD">The predictor's output, not normalised.</param>
    /// <returns>[], the mean over views and clips.</returns>
    public Tensor Of(Tensor target_BD, Tensor predicted_VBD) => recipe.Target switch
    {
        LossTarget.Cosine => 2 - 2 * (target_BD * predicted_VBD.Normalize()).Sum(-1).Mean(),
        LossTarget.Literal when recipe.LiteralRaw => Targets.CrossEntropy(target_BD, predicted_VBD),
        _ => Targets.CrossEntropy(target_BD, predicted_VBD.Normalize() / recipe.StudentTemperature),
    };
}
