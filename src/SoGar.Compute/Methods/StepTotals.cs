namespace SoGar.Compute.Methods;

/// <summary>What all shards of a step came to. Borrowed until the next step.</summary>
public readonly ref struct StepTotals
{
    private readonly MethodLayouts _layouts;
    private readonly Span<float> _total;

    internal StepTotals(long step, MethodLayouts layouts, Span<float> total)
    {
        Step = step;
        _layouts = layouts;
        _total = total;
    }

    /// <summary>The step, from 0.</summary>
    public long Step { get; }

    /// <summary>The mean over shards of a tensor of <see cref="SumKind.Mean"/>.</summary>
    public ReadOnlySpan<float> Mean(string name) => _layouts.SumOf(name, SumKind.Mean).Section.In(_total);

    /// <summary>All rows of a tensor of <see cref="SumKind.Gather"/>, in the order of shards.</summary>
    public ReadOnlySpan<float> Gathered(string name) => _layouts.SumOf(name, SumKind.Gather).Section.In(_total);
}
