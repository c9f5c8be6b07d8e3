using System.Runtime.InteropServices;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>
/// The figures of a shard that are summed along with its gradients; each is a mean over the shard, so that the sum over shards is S times the
/// step's mean.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct StepStatistics
{
    /// <summary>Floats of the record.</summary>
    public const int Count = 6;

    public float Loss;
    public float Tcl;
    public float Scl;
    public float EmbeddingStd;
    public float TargetEntropy;
    public float ClipCosine;

    public readonly void Write(Span<float> section) => MemoryMarshal.Write(MemoryMarshal.AsBytes(section), this);

    /// <summary>The step's reading, from the sum over <paramref name="shards"/>.</summary>
    public static StepReading Read(ReadOnlySpan<float> section, int shards, double learningRate)
    {
        var sum = MemoryMarshal.Read<StepStatistics>(MemoryMarshal.AsBytes(section));
        return new StepReading(
            (double)sum.Loss / shards, (double)sum.Tcl / shards, (double)sum.Scl / shards,
            (double)sum.EmbeddingStd / shards, (double)sum.TargetEntropy / shards, (double)sum.ClipCosine / shards, learningRate);
    }
}
