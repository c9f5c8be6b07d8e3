using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>Statistics of a batch that passed a batch normalisation; detached.</summary>
/// <param name="Mean">float32 [hidden].</param>
/// <param name="Variance">float32 [hidden], unbiased.</param>
public sealed record BatchStatistics(Tensor Mean, Tensor Variance);

/// <summary>
/// Projector and predictor (methods.md, B.2): <c>Linear, BatchNorm1d, ReLU, Linear</c>, with the names that an <c>nn.Sequential</c> would give.
/// Running statistics are not updated here: trainers must agree on them, so they are summed with the gradients.
/// </summary>
public sealed class HeadLayer
{
    private const double Epsilon = 1e-5;

    private readonly LinearLayer _first;
    private readonly Parameter _scale;
    private readonly Parameter _shift;
    private readonly LinearLayer _second;

    /// <summary>Declares the parameters in <paramref name="scope"/>.</summary>
    public HeadLayer(ModuleScope scope, int inputs, int hidden, int outputs)
    {
        Hidden = hidden;
        _first = new LinearLayer(scope.In("0"), inputs, hidden);
        _scale = scope.In("1").Undecayed("weight", hidden);
        _shift = scope.In("1").Undecayed("bias", hidden);
        _second = new LinearLayer(scope.In("3"), hidden, outputs);
    }

    /// <summary>Width between the layers.</summary>
    public int Hidden { get; }

    /// <summary>Normalises by the batch itself.</summary>
    /// <param name="input">[N, In], N of 2 or more: all views of a shard at once.</param>
    /// <returns>float32 [N, Out], and the statistics of the batch.</returns>
    public (Tensor Output, BatchStatistics Statistics) Forward(Tensor input)
    {
        var rows = input.Size(0);
        // Under autocast a product comes as bf16; statistics want float32.
        var hidden = _first.Forward(input).To(DType.Float32);
        var (normed, mean, invStd) = F.NativeBatchNorm(hidden, _scale.Value, _shift.Value, null, null, training: true, epsilon: Epsilon);
        var variance = (invStd.Detach().Pow(-2) - Epsilon) * ((double)rows / (rows - 1));
        return (_second.Forward(normed.Relu()).To(DType.Float32), new BatchStatistics(mean.Detach(), variance));
    }

    /// <summary>Normalises by running statistics.</summary>
    /// <param name="input">[N, In].</param>
    /// <param name="running">Borrowed.</param>
    /// <returns>float32 [N, Out].</returns>
    public Tensor Forward(Tensor input, BatchStatistics running)
    {
        var hidden = _first.Forward(input).To(DType.Float32);
        var (normed, _, _) = F.NativeBatchNorm(hidden, _scale.Value, _shift.Value, running.Mean, running.Variance, training: false, epsilon: Epsilon);
        return _second.Forward(normed.Relu()).To(DType.Float32);
    }
}
