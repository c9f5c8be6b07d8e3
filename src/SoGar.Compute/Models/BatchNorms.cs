using SoGar.Compute.Optim;

namespace SoGar.Compute.Models;

/// <summary>What batch normalisations normalise by.</summary>
public enum NormRule
{
    /// <summary>The batch itself: in training. Its statistics are noted for <see cref="BatchNorms.Take"/>.</summary>
    Batch,

    /// <summary>The running statistics that the network was bound to: in evaluation.</summary>
    Running,
}

/// <summary>
/// The batch normalisations of one network on one thread. Running statistics are not moved by forward passes: trainers must agree on them,
/// so what the batches of a shard showed is summed exactly with the gradients and applied once for the step.
/// </summary>
public sealed class BatchNorms
{
    private readonly List<BatchNormLayer> _layers = [];

    /// <summary>What the next forward passes normalise by.</summary>
    public NormRule Rule { get; set; } = NormRule.Batch;

    /// <summary>Names and places of the running statistics; empty for a network without batch normalisation.</summary>
    public ParameterLayout Layout => ParameterLayout.OrEmpty(_layers.SelectMany(layer => layer.Running));

    /// <summary>How much of a step's statistics goes into the running ones: a share for each slot of <see cref="Layout"/>.</summary>
    public IEnumerable<double> Shares => _layers.SelectMany(layer => Enumerable.Repeat(layer.Share, 2));

    internal void Add(BatchNormLayer layer) => _layers.Add(layer);

    /// <summary>Gives each layer its part of <paramref name="running"/>, laid out by <see cref="Layout"/>; borrowed until <see cref="Unbind"/>.</summary>
    internal void Bind(DeviceFloats running)
    {
        var layout = Layout;
        for (var i = 0; i < _layers.Count; i++) _layers[i].Bind(running, layout.Slots[2 * i], layout.Slots[2 * i + 1]);
    }

    internal void Unbind()
    {
        foreach (var layer in _layers) layer.Unbind();
    }

    /// <summary>
    /// Writes what the batches since the last call showed, averaged over the forward passes of each layer, and forgets it.
    /// </summary>
    /// <param name="section">Overwritten; laid out by <see cref="Layout"/>.</param>
    /// <param name="layout">That layout.</param>
    public void Take(Span<float> section, ParameterLayout layout)
    {
        for (var i = 0; i < _layers.Count; i++) _layers[i].Take(layout.Slots[2 * i].In(section), layout.Slots[2 * i + 1].In(section));
    }
}
