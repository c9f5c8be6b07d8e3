using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>A linear layer with bias.</summary>
internal sealed class LinearLayer(ModuleScope scope, int inputs, int outputs)
{
    private readonly Parameter _weight = scope.Weight("weight", outputs, inputs);
    private readonly Parameter _bias = scope.Undecayed("bias", outputs);

    /// <summary>[.., In] to [.., Out].</summary>
    public Tensor Forward(Tensor input)
    {
        // As one matrix: libtorch adds the bias within the product then, and in a pass of its own for more axes.
        var output = F.Linear(input.Reshape(-1, inputs), _weight.Value, _bias.Value);
        return input.Rank == 2 ? output : output.View([.. input.Shape[..^1], outputs]);
    }
}

/// <summary>Layer normalisation over the last axis, eps 1e-6.</summary>
internal sealed class NormLayer(ModuleScope scope, int width)
{
    private readonly Parameter _weight = scope.Undecayed("weight", width);
    private readonly Parameter _bias = scope.Undecayed("bias", width);

    /// <summary>Any shape that ends in the width; float32, under autocast too: libtorch 1.13 takes 14 times as long in bf16.</summary>
    public Tensor Forward(Tensor input) => F.LayerNorm(input, _weight.Value, _bias.Value, 1e-6);
}

/// <summary>The two layers of a block that each token passes alone.</summary>
internal sealed class MlpLayer(ModuleScope scope, int width, int hidden)
{
    private readonly LinearLayer _fc1 = new(scope.In("fc1"), width, hidden);
    private readonly LinearLayer _fc2 = new(scope.In("fc2"), hidden, width);

    /// <summary>[.., D] to [.., D].</summary>
    public Tensor Forward(Tensor input) => _fc2.Forward(_fc1.Forward(input).Gelu());
}
