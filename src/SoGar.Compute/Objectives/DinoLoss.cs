using SoGar.Compute.Torch;

namespace SoGar.Compute.Objectives;

/// <summary>SVT's objective (methods.md, B.3): every student view against every teacher view of the same clip but itself.</summary>
public static class DinoLoss
{
    /// <summary>The mean over the pairs of views, each a mean over clips.</summary>
    /// <param name="target_GBD">The teacher's probabilities of its G views, from <see cref="Targets.Softmax"/>.</param>
    /// <param name="logits_VBD">The student's logits over its temperature, of V views; the first G are the teacher's own.</param>
    /// <returns>[].</returns>
    public static Tensor Of(Tensor target_GBD, Tensor logits_VBD)
    {
        var terms = new List<Tensor>();
        for (var global = 0; global < target_GBD.Size(0); global++)
            for (var view = 0; view < logits_VBD.Size(0); view++)
                if (view != global) terms.Add(Targets.CrossEntropy(target_GBD.Select(0, global), logits_VBD.Select(0, view)));
        return F.Stack([.. terms]).Mean();
    }
}
