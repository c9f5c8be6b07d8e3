using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class FiniteDifferenceTests : TensorTest
{
    // Central differences are off by step^2 times the third derivative (about 1e-10 here), and by rounding over step (about 1e-11).
    private const double Step = 1e-5;
    private const double Tolerance = 1e-8;

    public static TheoryData<string> Composites => [.. Cases.Keys];

    private static Dictionary<string, Func<Tensor, Tensor, Tensor>> Cases => new()
    {
        ["linear, layer norm, gelu"] = (x, w) => F.LayerNorm(F.Linear(x, w), w.Select(0, 0).Exp(), w.Select(0, 1)).Gelu(),
        ["attention"] = (x, w) => F.ScaledDotProductAttention(F.Linear(x, w), x, x.Tanh()),
        ["normalise, log softmax"] = (x, w) => F.Linear(x, w).Normalize().Div(0.3).LogSoftmax(-1) * x.Softmax(-1),
        ["convolution"] = (x, w) => F.Conv2d(x.Reshape(1, 1, 4, 4), w.Reshape(1, 1, 4, 4).Narrow(2, 0, 3), null, [1, 1], [1, 1]),
        ["resizing"] = (x, w) => F.UpsampleBicubic2d(x.Reshape(1, 1, 4, 4), 7, 3) + F.UpsampleBilinear2d(w.Reshape(1, 1, 4, 4), 7, 3),
        ["patches"] = (x, w) => F.Unfold(x.Reshape(1, 1, 4, 4), [2, 2], [2, 2], [0, 0]).MatMul(w),
        ["batch norm"] = (x, w) => F.NativeBatchNorm(x * w, x.Select(0, 0), w.Select(0, 1), null, null, training: true).Output,
        ["recomputation"] = (x, w) => GradientCheckpoint.Run(input => F.Linear(input, w).Gelu(), x),
        ["picking"] = (x, w) => F.Cat([x.Narrow(0, 1, 2), w.IndexSelect(0, Tensor.From([3L, 3L]))]).Sort(0).Values.CumSum(1),
        ["statistics"] = (x, w) => F.Stack([x.Std([1]), w.Var([0], correction: 0), x.Norm(2, 1), x.LogSumExp(0), w.Max(1).Values, x.Mean(0)]),
    };

    [Theory]
    [MemberData(nameof(Composites))]
    public void Gradients_are_the_slopes_of_the_function(string composite)
    {
        var x = Leaf(0.3, 1.1);
        var w = Leaf(0.7, 2.3);
        var weights = Tensor.From([.. Enumerable.Range(1, 64).Select(i => Math.Cos(i))]);

        Loss().Backward();

        Assert.All(Slopes(x).Zip(x.Grad!.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        Assert.All(Slopes(w).Zip(w.Grad!.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));

        // Unequal weights, because the plain sum of a softmax has no slope.
        Tensor Loss()
        {
            var output = Cases[composite](x, w).Flatten();
            return output.Mul(weights.Narrow(0, 0, output.Size(0))).Sum();
        }

        double[] Slopes(Tensor leaf)
        {
            using var _ = Grad.Disabled();
            return [.. Enumerable.Range(0, 16).Select(i => (Moved(leaf, i, Step) - Moved(leaf, i, -Step)) / (2 * Step))];
        }

        double Moved(Tensor leaf, int i, double step)
        {
            var before = leaf.AsSpan<double>()[i];
            leaf.AsSpan<double>()[i] = before + step;
            var loss = Loss().Item<double>();
            leaf.AsSpan<double>()[i] = before;
            return loss;
        }
    }

    private static Tensor Leaf(double offset, double frequency)
    {
        var leaf = Tensor.From([.. Enumerable.Range(0, 16).Select(i => Math.Sin(offset + (i * frequency)))], 4, 4);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
