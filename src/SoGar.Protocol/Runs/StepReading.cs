using System.Collections.Immutable;

namespace SoGar.Protocol.Runs;

/// <summary>What a step showed, summed over its shards; the same on every trainer. What the method does not read is not a number.</summary>
/// <param name="Loss">Mean over the samples of the step.</param>
/// <param name="Tcl">SoGAR's temporal collaborative part.</param>
/// <param name="Scl">SoGAR's spatial collaborative part.</param>
/// <param name="EmbeddingStd">Mean over dimensions of the standard deviation of the teacher's z in a shard; healthy near 1 / sqrt(D).</param>
/// <param name="TargetEntropy">Mean entropy of the teacher's target over ln D, between 0 and 1.</param>
/// <param name="ClipCosine">Mean cosine between the teacher's z of different clips of a shard.</param>
/// <param name="LearningRate">The optimizer's in this step.</param>
public sealed record StepReading(
    double Loss, double Tcl, double Scl, double EmbeddingStd, double TargetEntropy, double ClipCosine, double LearningRate)
{
    /// <summary>The method's own parts of the loss by name; null where it has none.</summary>
    public ImmutableSortedDictionary<string, double>? Parts { get; init; }
}
