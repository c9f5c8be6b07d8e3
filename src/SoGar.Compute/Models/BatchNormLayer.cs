using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>Batch normalisation over all axes but the second, with torch's names: weight, bias, running_mean, running_var.</summary>
public sealed class BatchNormLayer
{
    private readonly BatchNorms _norms;
    private readonly Parameter _scale;
    private readonly Parameter _shift;
    private readonly double _epsilon;
    private readonly double[] _meanSum;
    private readonly double[] _varianceSum;
    private int _passes;
    private Tensor? _runningMean;
    private Tensor? _runningVariance;

    /// <summary>Declares scale, shift and running statistics in <paramref name="scope"/>.</summary>
    /// <param name="scope">The layer's place.</param>
    /// <param name="channels">C.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="share">Share of a step's statistics in the running ones; torch calls it momentum.</param>
    public BatchNormLayer(ModuleScope scope, int channels, double epsilon = 1e-5, double share = 0.1)
    {
        _norms = scope.Norms;
        _epsilon = epsilon;
        _scale = scope.Undecayed("weight", channels);
        _shift = scope.Undecayed("bias", channels);
        _meanSum = new double[channels];
        _varianceSum = new double[channels];
        Share = share;
        Running =
        [
            new(scope.NameOf("running_mean"), [channels], Decays: false),
            new(scope.NameOf("running_var"), [channels], Decays: false),
        ];
        _norms.Add(this);
    }

    /// <summary>Share of a step's statistics in the running ones.</summary>
    public double Share { get; }

    /// <summary>Mean and unbiased variance, each [C].</summary>
    internal ParameterDeclaration[] Running { get; }

    /// <summary>Normalises by what the network's <see cref="BatchNorms.Rule"/> says.</summary>
    /// <param name="input">[N, C, ..] with more than one value a channel.</param>
    public Tensor Forward(Tensor input)
    {
        if (_norms.Rule == NormRule.Running)
        {
            if (_runningMean is null)
                throw new InvalidOperationException($"{Running[0].Name} has no memory: the network was bound without running statistics");
            return F.NativeBatchNorm(input, _scale.Value, _shift.Value, _runningMean, _runningVariance, training: false, epsilon: _epsilon).Output;
        }

        var (normed, mean, invStd) = F.NativeBatchNorm(input, _scale.Value, _shift.Value, null, null, training: true, epsilon: _epsilon);
        Note(mean.Detach(), invStd.Detach(), input.ElementCount / _meanSum.Length);
        return normed;
    }

    internal void Bind(DeviceFloats running, ParameterSlot mean, ParameterSlot variance)
    {
        _runningMean = running.View(mean);
        _runningVariance = running.View(variance);
    }

    internal void Unbind()
    {
        _runningMean?.Dispose();
        _runningVariance?.Dispose();
        (_runningMean, _runningVariance) = (null, null);
    }

    internal void Take(Span<float> mean, Span<float> variance)
    {
        var passes = Math.Max(1, _passes);
        for (var i = 0; i < mean.Length; i++)
        {
            mean[i] = (float)(_meanSum[i] / passes);
            variance[i] = (float)(_varianceSum[i] / passes);
        }

        _meanSum.AsSpan().Clear();
        _varianceSum.AsSpan().Clear();
        _passes = 0;
    }

    // Copied out at once: the caller may free its temporaries before the shard ends.
    private void Note(Tensor mean, Tensor invStd, long values)
    {
        var unbiased = (double)values / Math.Max(1, values - 1);
        var means = mean.To(DType.Float32).To(Device.Cpu).AsSpan<float>();
        var inverses = invStd.To(DType.Float32).To(Device.Cpu).AsSpan<float>();
        for (var i = 0; i < means.Length; i++)
        {
            _meanSum[i] += means[i];
            _varianceSum[i] += (1.0 / ((double)inverses[i] * inverses[i]) - _epsilon) * unbiased;
        }

        _passes++;
    }
}
