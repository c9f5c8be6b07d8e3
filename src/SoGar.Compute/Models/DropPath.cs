using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

/// <summary>What drop path draws from: where in a run a forward pass stands. The same key gives the same masks, on a second computation too.</summary>
/// <param name="Seed">The run's.</param>
/// <param name="Step">From 0.</param>
/// <param name="Shard">From 0.</param>
/// <param name="Pass">Number of the backbone's pass within the shard: views of different sizes are passed one after the other.</param>
public sealed record DropPathKey(ulong Seed, long Step, int Shard, int Pass);

/// <summary>The branches of a block that drop path can cut off.</summary>
internal enum Branch
{
    Spatial = 0,
    Temporal = 1,
    Mlp = 2,
}

/// <summary>Stochastic depth of one block (methods.md, A.1): rows of a branch are zeroed at random, the others scaled up to keep the mean.</summary>
internal sealed class DropPath(int layer, double rate, DropPathScope scope)
{
    /// <summary>Cuts rows of <paramref name="branch"/> off.</summary>
    /// <param name="output">A branch's output; borrowed.</param>
    /// <param name="branch">Which one: part of the key.</param>
    /// <param name="rows">A shape that broadcasts over the output with one element per row; its first size is that of the clips.</param>
    /// <param name="key">Null outside of training: nothing is cut.</param>
    public Tensor Apply(Tensor output, Branch branch, ReadOnlySpan<long> rows, DropPathKey? key)
    {
        if (key is null || rate == 0)
            return output;
        Span<long> shape = stackalloc long[rows.Length];
        rows.CopyTo(shape);
        if (scope == DropPathScope.Clip)
            shape[1..].Fill(1);
        return output * Mask(shape, branch, key).To(output.Device);
    }

    private Tensor Mask(ReadOnlySpan<long> shape, Branch branch, DropPathKey key)
    {
        var count = 1L;
        foreach (var size in shape) count *= size;
        var random = KeyedRandom.For(key.Seed, Purpose.DropPath, key.Step, key.Shard, key.Pass, layer, (long)branch);
        var mask = new float[count];
        for (var i = 0; i < mask.Length; i++) mask[i] = random.Happens(rate) ? 0 : (float)(1 / (1 - rate));
        return Tensor.From(mask, shape);
    }
}
