using SoGar.Compute.Optim;

namespace SoGar.Compute.Methods;

/// <summary>Where a shard writes what it contributes beside gradients and running statistics; zero where nothing is written.</summary>
public sealed class ShardContribution
{
    private readonly MethodLayouts _layouts;
    private readonly FlatBuffer _memory;

    internal ShardContribution(MethodLayouts layouts, FlatBuffer memory) => (_layouts, _memory) = (layouts, memory);

    /// <summary>A tensor of <see cref="SumKind.Mean"/>.</summary>
    public Span<float> Mean(string name) => _layouts.SumOf(name, SumKind.Mean).Section.In(_memory.Floats);

    /// <summary>The rows of one shard in a tensor of <see cref="SumKind.Gather"/>.</summary>
    public Span<float> Rows(string name, int shard)
    {
        var (tensor, section) = _layouts.SumOf(name, SumKind.Gather);
        return section.In(_memory.Floats).Slice(shard * tensor.Length, tensor.Length);
    }

    /// <summary>Notes the loss of the shard, a mean over its samples.</summary>
    public void Loss(double loss) => Read(ShardReadings.Loss, loss);

    /// <summary>Notes a reading that the method has declared, a mean over the shard's samples.</summary>
    public void Read(string name, double value) => _layouts.Readings.In(_memory.Floats)[_layouts.ReadingIndexOf(name)] = (float)value;
}
