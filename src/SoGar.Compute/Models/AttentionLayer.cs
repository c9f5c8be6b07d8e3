using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

// B clips, X and Y the two axes of their tokens, L tokens along the attended axis, H heads, d width of a head, D = H d.

/// <summary>Multi-head attention along one of the two token axes of a clip, the other one kept apart.</summary>
internal sealed class AttentionLayer(ModuleScope scope, int width, int heads)
{
    private readonly LinearLayer _qkv = new(scope.In("qkv"), width, 3 * width);
    private readonly LinearLayer _proj = new(scope.In("proj"), width, width);

    /// <summary>Attends along Y: every X alone, as frames are in spatial attention.</summary>
    /// <param name="input_BXYD">float32; borrowed.</param>
    /// <param name="queries">How many of the first tokens along Y ask; all by default.</param>
    /// <returns>[B, X, queries, D].</returns>
    public Tensor AlongY(Tensor input_BXYD, long? queries = null)
    {
        var (b, x, y, d) = Sizes(input_BXYD);
        var (q, k, v) = Project(input_BXYD, alongY: true);
        var asking = queries ?? y;
        if (asking < y)
            q = q.Narrow(1, 0, asking);
        var mixed = Weights(q, k).Bmm(v);
        return _proj.Forward(mixed.View(b, x, heads, asking, d / heads).Transpose(2, 3).Reshape(b, x, asking, d));
    }

    /// <summary>Attends along X: every Y alone, as patch tracks are in temporal attention.</summary>
    /// <param name="input_BXYD">float32; borrowed.</param>
    /// <returns>[B, X, Y, D].</returns>
    public Tensor AlongX(Tensor input_BXYD)
    {
        var (b, x, y, d) = Sizes(input_BXYD);
        var (q, k, v) = Project(input_BXYD, alongY: false);
        var mixed = Weights(q, k).Bmm(v);
        return _proj.Forward(mixed.View(b, y, heads, x, d / heads).Permute(0, 3, 1, 2, 4).Reshape(b, x, y, d));
    }

    /// <summary>The weights that the first token along Y gives to all tokens along Y.</summary>
    /// <returns>[B, X, H, Y].</returns>
    public Tensor WeightsOfFirst(Tensor input_BXYD)
    {
        var (b, x, y, _) = Sizes(input_BXYD);
        var (q, k, _) = Project(input_BXYD, alongY: true);
        return Weights(q.Narrow(1, 0, 1), k).View(b, x, heads, y);
    }

    // One copy brings q, k and v into the order of the products; [B X H, Y, d] or [B Y H, X, d].
    private (Tensor Q, Tensor K, Tensor V) Project(Tensor input_BXYD, bool alongY)
    {
        var (b, x, y, d) = Sizes(input_BXYD);
        var parts = _qkv.Forward(input_BXYD).View(b, x, y, 3, heads, d / heads);
        var ordered = alongY
            ? parts.Permute(3, 0, 1, 4, 2, 5).Reshape(3, b * x * heads, y, d / heads)
            : parts.Permute(3, 0, 2, 4, 1, 5).Reshape(3, b * y * heads, x, d / heads);
        var qkv = ordered.Unbind();
        return (qkv[0], qkv[1], qkv[2]);
    }

    // The scale goes onto the queries, which are smaller than the products. A softmax over fewer elements than a vector of bf16 holds is
    // scalar code in libtorch 1.13, six times slower than by way of float32; over longer rows the detour costs more than it saves.
    private static Tensor Weights(Tensor q, Tensor k)
    {
        var products = (q * (1 / Math.Sqrt(q.Size(-1)))).Bmm(k.Transpose(1, 2));
        return (k.Size(1) < 16 ? products.To(DType.Float32) : products).Softmax(-1);
    }

    private static (long B, long X, long Y, long D) Sizes(Tensor input) => (input.Size(0), input.Size(1), input.Size(2), input.Size(3));
}
