using System.Collections.Immutable;

namespace SoGar.Compute.Checkpoints;

/// <summary>A named float32 array of a state at rest.</summary>
/// <param name="Name">Unique in its file, e.g. <c>student.backbone.blocks.0.attn.qkv.weight</c>.</param>
/// <param name="Shape">Length of each axis, outermost first; empty for a scalar.</param>
/// <param name="Values">Row-major; borrowed from whoever made the tensor.</param>
public sealed record StateTensor(string Name, ImmutableArray<long> Shape, ReadOnlyMemory<float> Values)
{
    /// <summary>A tensor of one axis.</summary>
    public static StateTensor Vector(string name, ReadOnlyMemory<float> values) => new(name, [values.Length], values);

    /// <summary>Fails unless the shape holds as many values as there are.</summary>
    /// <exception cref="ArgumentException">The name is empty, or shape and values differ in size.</exception>
    internal void Require()
    {
        if (Name.Length == 0) throw new ArgumentException("a tensor without a name cannot be written");
        var count = 1L;
        foreach (var length in Shape) count = checked(count * length);
        if (count != Values.Length)
            throw new ArgumentException($"{Name}: shape [{string.Join(", ", Shape)}] holds {count} values, {Values.Length} were given");
    }
}
