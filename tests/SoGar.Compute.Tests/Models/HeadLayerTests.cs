using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Models;

public sealed class HeadLayerTests : IDisposable
{
    private readonly TensorScope _scope = TensorScope.Open();
    private readonly ModuleScope _module = new();
    private readonly HeadLayer _head;
    private readonly FlatBuffer _values;
    private readonly NetworkParameters _parameters;

    public HeadLayerTests()
    {
        _head = new HeadLayer(_module.In("projector"), 6, 10, 4);
        _values = new FlatBuffer(NetworkParameters.LayoutOf(_module).Length);
        _parameters = new NetworkParameters(_module, _values);
        var random = KeyedRandom.For(1, Purpose.Test);
        foreach (ref var value in _values.Floats) value = (float)random.Normal();
    }

    public void Dispose()
    {
        _parameters.Dispose();
        _values.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Names_are_those_of_a_sequential() => Assert.Equal(
        ["projector.0.weight", "projector.0.bias", "projector.1.weight", "projector.1.bias", "projector.3.weight", "projector.3.bias"],
        _parameters.Layout.Slots.Select(slot => slot.Name));

    [Fact]
    public void The_batchs_statistics_are_its_mean_and_unbiased_variance()
    {
        var input = Det.Float32(1, 7, 6);

        _head.Forward(input);

        var hidden = F.Linear(input, Value("0.weight", 10, 6), Value("0.bias", 10));
        var (mean, variance) = Taken();
        AssertNear(hidden.Mean(0), mean);
        AssertNear(hidden.Var([0]), variance);
    }

    [Fact]
    public void Statistics_of_several_passes_are_averaged_and_then_forgotten()
    {
        _head.Forward(Det.Float32(1, 7, 6));
        var (first, _) = Taken();
        _head.Forward(Det.Float32(2, 7, 6));
        var (second, _) = Taken();

        _head.Forward(Det.Float32(1, 7, 6));
        _head.Forward(Det.Float32(2, 7, 6));

        AssertNear((first + second) / 2, Taken().Mean);
        AssertNear(Tensor.Zeros([10]), Taken().Mean);
    }

    [Fact]
    public void Running_statistics_that_equal_the_batchs_give_the_same_output()
    {
        var input = Det.Float32(1, 7, 6);
        var byBatch = _head.Forward(input);
        var (mean, variance) = Taken();
        using var running = FlatBuffer.For(_module.Norms.Layout);
        mean.AsSpan<float>().CopyTo(_module.Norms.Layout["projector.1.running_mean"].In(running.Floats));
        // Batches are normalised by their biased variance.
        (variance * (6.0 / 7)).AsSpan<float>().CopyTo(_module.Norms.Layout["projector.1.running_var"].In(running.Floats));

        using var bound = new NetworkParameters(_module, _values, running: running);
        _module.Norms.Rule = NormRule.Running;

        AssertNear(byBatch, _head.Forward(input));
    }

    private (Tensor Mean, Tensor Variance) Taken()
    {
        var layout = _module.Norms.Layout;
        var section = new float[layout.Length];
        _module.Norms.Take(section, layout);
        return (Tensor.From((ReadOnlySpan<float>)layout.Slots[0].In(section)), Tensor.From((ReadOnlySpan<float>)layout.Slots[1].In(section)));
    }

    private Tensor Value(string name, params long[] shape) =>
        Tensor.From((ReadOnlySpan<float>)_parameters.Layout[$"projector.{name}"].In(_values.Floats), shape);

    private static void AssertNear(Tensor expected, Tensor actual) => Assert.True((expected - actual).Abs().Max().Item<double>() < 1e-4);
}
