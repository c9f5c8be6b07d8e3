using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Methods;

/// <summary>
/// Names of the figures of a shard that are summed along with its gradients; each is a mean over the shard, so that the sum over shards is S
/// times the step's mean. The alarms of <see cref="CollapseAlarms"/> look at the last three.
/// </summary>
public static class ShardReadings
{
    /// <summary>The loss that was minimised; every method has it.</summary>
    public const string Loss = "loss";

    /// <summary>SoGAR's temporal collaborative part.</summary>
    public const string Tcl = "tcl";

    /// <summary>SoGAR's spatial collaborative part.</summary>
    public const string Scl = "scl";

    /// <summary>Mean over dimensions of the standard deviation of embeddings of unit length.</summary>
    public const string EmbeddingStd = "embedding-std";

    /// <summary>Mean entropy of the targets over ln D.</summary>
    public const string TargetEntropy = "target-entropy";

    /// <summary>Mean cosine between the embeddings of different clips.</summary>
    public const string ClipCosine = "clip-cosine";

    private static readonly ImmutableArray<string> Known = [Loss, Tcl, Scl, EmbeddingStd, TargetEntropy, ClipCosine];

    /// <summary>The step's reading, from means over shards; what a method does not read is not a number.</summary>
    internal static StepReading Of(ImmutableArray<string> names, ReadOnlySpan<float> sums, int shards, double learningRate)
    {
        var means = new Dictionary<string, double>();
        for (var i = 0; i < names.Length; i++) means[names[i]] = (double)sums[i] / shards;
        var parts = means.Where(reading => !Known.Contains(reading.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal);
        return new StepReading(
            Mean(Loss), Mean(Tcl), Mean(Scl), Mean(EmbeddingStd), Mean(TargetEntropy), Mean(ClipCosine), learningRate)
        {
            Parts = parts.IsEmpty ? null : parts,
        };

        double Mean(string name) => means.GetValueOrDefault(name, double.NaN);
    }
}
