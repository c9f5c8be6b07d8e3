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

        var (_, statistics) = _head.Forward(input);

        var hidden = F.Linear(input, Value("0.weight", 10, 6), Value("0.bias", 10));
        AssertNear(hidden.Mean(0), statistics.Mean);
        AssertNear(hidden.Var([0]), statistics.Variance);
    }

    [Fact]
    public void Running_statistics_that_equal_the_batchs_give_the_same_output()
    {
        var input = Det.Float32(1, 7, 6);
        var (byBatch, statistics) = _head.Forward(input);

        // Batches are normalised by their biased variance.
        var running = _head.Forward(input, statistics with { Variance = statistics.Variance * (6.0 / 7) });

        AssertNear(byBatch, running);
    }

    private Tensor Value(string name, params long[] shape) => Tensor.From((ReadOnlySpan<float>)_parameters.Layout[$"projector.{name}"].In(_values.Floats), shape);

    private static void AssertNear(Tensor expected, Tensor actual) => Assert.True((expected - actual).Abs().Max().Item<double>() < 1e-4);
}
