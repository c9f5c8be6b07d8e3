using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class GradientCheckpointTests : TensorTest
{
    [Theory]
    [InlineData(Precision.Float32, true)]
    [InlineData(Precision.Float32, false)]
    [InlineData(Precision.BFloat16, true)]
    [InlineData(Precision.BFloat16, false)]
    public void A_checkpoint_changes_no_bit_of_output_or_gradients(Precision precision, bool inputRequiresGrad)
    {
        var (plain, plainGrads) = Run(segment => segment.Compute, precision, inputRequiresGrad);
        var (again, againGrads) = Run(segment => input => GradientCheckpoint.Run(segment.Compute, input), precision, inputRequiresGrad);

        Assert.Equal(plain, again);
        Assert.Equal(plainGrads, againGrads);
    }

    [Fact]
    public void The_segment_is_computed_once_forward_and_once_backward()
    {
        var segment = new Segment();
        var calls = 0;
        var output = GradientCheckpoint.Run(input => Counted(segment.Compute(input)), Segment.Input(requiresGrad: true));
        Assert.Equal(1, calls);

        output.Sum().Backward();

        Assert.Equal(2, calls);

        Tensor Counted(Tensor tensor)
        {
            calls++;
            return tensor;
        }
    }

    [Fact]
    public void Checkpoints_nest()
    {
        var (plain, plainGrads) = Run(segment => input => segment.Compute(segment.Compute(input)), Precision.Float32, inputRequiresGrad: true);
        var (nested, nestedGrads) = Run(
            segment => input => GradientCheckpoint.Run(x => segment.Compute(GradientCheckpoint.Run(segment.Compute, x)), input), Precision.Float32,
            inputRequiresGrad: true);

        Assert.Equal(plain, nested);
        Assert.Equal(plainGrads, nestedGrads);
    }

    [Fact]
    public void A_failure_in_the_second_computation_comes_out_of_the_backward_pass()
    {
        var forward = true;
        var output = GradientCheckpoint.Run(input => forward ? input * 2 : throw new InvalidOperationException("no second time"), GradientTests.Leaf(1f));
        forward = false;

        var failed = Assert.Throws<TorchException>(() => output.Backward());

        Assert.Contains("no second time", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_stays_behind_when_the_graph_is_gone()
    {
        var before = Scope.LiveCount;
        var target = Abandon();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.Equal(before, Scope.LiveCount);
        Assert.False(target.IsAlive);
    }

    [Fact]
    public void Without_recording_the_segment_is_just_called()
    {
        using var _ = Grad.Disabled();

        Assert.False(GradientCheckpoint.Run(input => input * 2, GradientTests.Leaf(1f)).RequiresGrad);
    }

    // In a method of its own, so that no local of the test keeps the segment alive.
    private static WeakReference Abandon()
    {
        using var scope = TensorScope.Open();
        var segment = new Segment();
        GradientCheckpoint.Run(segment.Compute, Segment.Input(requiresGrad: true));
        return new WeakReference(segment);
    }

    private static (float[] Output, float[][] Grads) Run(Func<Segment, Func<Tensor, Tensor>> form, Precision precision, bool inputRequiresGrad)
    {
        using var scope = TensorScope.Open();
        var segment = new Segment();
        var input = Segment.Input(inputRequiresGrad);
        Tensor output;
        using (Autocast.Enable(precision))
            output = form(segment)(input).To(DType.Float32);
        output.Square().Sum().Backward();
        Tensor[] leaves = inputRequiresGrad ? [.. segment.Parameters, input] : segment.Parameters;
        return (output.ToArray<float>(), [.. leaves.Select(leaf => leaf.Grad!.ToArray<float>())]);
    }

    private sealed class Segment
    {
        private readonly Tensor _weight = GradientTests.Leaf(Values(64)).Reshape(8, 8).Detach();
        private readonly Tensor _scale = GradientTests.Leaf(Values(8));
        private readonly Tensor _shift = GradientTests.Leaf(Values(8));

        public Segment() => _weight.RequiresGrad = true;

        public Tensor[] Parameters => [_weight, _scale, _shift];

        public static Tensor Input(bool requiresGrad)
        {
            var input = Tensor.From(Values(32), 4, 8);
            input.RequiresGrad = requiresGrad;
            return input;
        }

        public Tensor Compute(Tensor input) => input + F.Linear(F.LayerNorm(input, _scale, _shift), _weight).Gelu();

        private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => MathF.Sin(1 + (i * 0.7f)))];
    }
}
