using System.Collections.Immutable;

namespace SoGar.Compute.Checkpoints;

/// <summary>How public releases name the weights of a vision transformer, and what they are called here (TimeSformer's names).</summary>
public static class WeightNames
{
    private static readonly ImmutableArray<string> Wrappers = ["module.", "backbone.", "model.", "student.", "teacher."];

    /// <summary>
    /// A name without what training scripts wrap around the network, such as <c>module.backbone.</c>:
    /// <c>module.backbone.blocks.0.norm1.weight</c> is <c>blocks.0.norm1.weight</c>.
    /// </summary>
    /// <param name="name">A name in a released file.</param>
    public static string Unwrapped(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        for (var inner = name; ; name = inner)
        {
            foreach (var wrapper in Wrappers)
            {
                if (inner.StartsWith(wrapper, StringComparison.Ordinal))
                    inner = inner[wrapper.Length..];
            }

            if (inner == name)
                return name;
        }
    }

    /// <summary>
    /// Where a network of images has what attention over time may start from (methods.md, A.1): the weights of attention over space, and
    /// their norm. Null for any other name.
    /// </summary>
    /// <param name="name">A name of this project, such as <c>blocks.0.temporal_attn.qkv.weight</c>.</param>
    public static string? SpatialTwin(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Contains(".temporal_attn.", StringComparison.Ordinal) ? name.Replace(".temporal_attn.", ".attn.", StringComparison.Ordinal)
            : name.Contains(".temporal_norm1.", StringComparison.Ordinal) ? name.Replace(".temporal_norm1.", ".norm1.", StringComparison.Ordinal)
            : null;
    }
}
