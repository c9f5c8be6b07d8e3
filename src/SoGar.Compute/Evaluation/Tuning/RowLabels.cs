using SoGar.Compute.Torch;

namespace SoGar.Compute.Evaluation.Tuning;

/// <summary>Several labels for each of some rows of every clip, as people or groups have them.</summary>
internal static class RowLabels
{
    /// <summary>Binary cross-entropy; rows that only fill a clip up have no weight.</summary>
    /// <param name="logits_BNA">float32 [B, N, classes].</param>
    /// <param name="labels">Of each clip, N rows at most, each with its classes.</param>
    /// <returns>float32 [].</returns>
    public static Tensor Loss(Tensor logits_BNA, IEnumerable<IEnumerable<IEnumerable<int>>> labels)
    {
        var (clips, rows, classes) = ((int)logits_BNA.Size(0), (int)logits_BNA.Size(1), (int)logits_BNA.Size(2));
        var (targets, weights) = (new float[clips * rows * classes], new float[clips * rows * classes]);
        foreach (var (clip, ofClip) in labels.Index())
            foreach (var (row, ofRow) in ofClip.Index())
            {
                var first = (clip * rows + row) * classes;
                weights.AsSpan(first, classes).Fill(1);
                foreach (var label in ofRow) targets[first + label] = 1;
            }

        return LinearHead.BinaryCrossEntropy(logits_BNA, Tensor.From(targets, clips, rows, classes), Tensor.From(weights, clips, rows, classes));
    }
}
