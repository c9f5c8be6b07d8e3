using SoGar.Compute.Objectives.Concepts;
using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Objectives.Hierarchy;
using SoGar.Compute.Regions;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Objectives;

/// <summary>
/// The gradients of the losses and operations of concepts, ConST-CL and HDC against central differences in float64. What a loss detaches is held
/// still by hand, because differences would see through it.
/// </summary>
public sealed class MethodGradientTests
{
    private static readonly ConceptsRecipe Concepts = new() { LocalTop = 4 };
    private static readonly RegionBox[] Boxes = [new(.1, .2, .6, .55), new(.7, .6, .999, .999), new(0, 0, 1, 1), new(.3, .1, .35, .9)];

    public static TheoryData<string> Objectives => [.. Functions.Keys];

    private static Dictionary<string, (long[] Shape, Func<Tensor, Tensor> Of)> Functions => new()
    {
        ["codes and alignment"] = ([3, 4], x => Targets(ConceptCodes.Of(Det.Float64(30, 5, 4), x))),
        ["prototypes"] = ([5, 4], x => Targets(ConceptCodes.Of(x, Det.Float64(31, 3, 4)))),
        ["alignment of all views"] = ([3, 5], x => ConceptCodes.AlignAll([(Still(46), x), (Still(47), x.Sin()), (Still(48), 2 * x)], 0.3)),
        ["diversity, l1"] = ([3, 5], CodeRegularisers.L1),
        ["diversity, cross entropy"] = ([3, 5], x => CodeRegularisers.NegativeEntropy(x, 0.1)),
        ["fidelity, l2"] = ([3, 4], x => CodeRegularisers.Fidelity(FidelityForm.L2, x, Det.Float64(31, 3, 4))),
        ["fidelity, cosine"] = ([3, 4], x => CodeRegularisers.Fidelity(FidelityForm.Cosine, x, Det.Float64(31, 3, 4))),
        ["plain attention, query"] = ([3, 4], x => Weighted(ConceptAttention.Plain(x, Det.Float64(45, 2, 5, 4), Det.Float64(49, 2, 5, 4), 0.5))),
        ["plain attention, tokens"] = ([2, 5, 4], x => Weighted(ConceptAttention.Plain(Det.Float64(44, 3, 4), x, x, 0.5))),
        ["slot attention, query"] = ([3, 4], x => Weighted(ConceptAttention.Slot(x, Det.Float64(45, 2, 5, 4), Det.Float64(49, 2, 5, 4), 0.5))),
        ["slot attention, tokens"] = ([2, 5, 4], x => Weighted(ConceptAttention.Slot(Det.Float64(44, 3, 4), x, x, 0.5))),
        ["local contrast, official"] = ([3, 6, 4], Local(LocalNorm.Official)),
        ["local contrast, seed"] = ([3, 6, 4], Local(LocalNorm.Seed)),
        ["both views of all clips"] = ([3, 4], x => InfoNce.Symmetric(x.Normalize(), Det.Float64(51, 3, 4).Normalize(), 0.1)),
        ["both views of all clips, the other side"] = ([3, 4], x => InfoNce.Symmetric(Det.Float64(50, 3, 4).Normalize(), x.Normalize(), 0.1)),
        ["queue"] = ([3, 4], x => InfoNce.AgainstQueue(x.Normalize(), Det.Float64(51, 3, 4).Normalize(), Det.Float64(52, 7, 4).Normalize(), 0.2).Mean()),
        ["queue and negatives of its own"] = ([3, 4], x => InfoNce.AgainstQueue(
            x.Normalize(), Det.Float64(51, 3, 4).Normalize(), Det.Float64(52, 7, 4).Normalize(), 0.2, Det.Float64(53, 3, 2, 4).Normalize()).Mean()),
        ["batch"] = ([3, 4], x => InfoNce.AgainstBatch(x.Normalize(), Det.Float64(51, 3, 4).Normalize(), 0.2).Mean()),
        ["region alignment"] = ([2, 12, 3], x => Weighted(RegionAlign.Pool(x, Boxes, 2, 3))),
        ["regions, guessed"] = ([2, 3, 4], x => Region(x, Det.Float64(61, 2, 3, 4))),
        ["regions, wanted"] = ([2, 3, 4], x => Region(Det.Float64(62, 2, 3, 4), x)),
        ["learned weights"] = ([2, 3], x => InvarianceWeights.Learned(x.Square().Mean(), x.Select(0, 0).Mean() * 0.5, new HdcRecipe())),
    };

    [Theory, MemberData(nameof(Objectives))]
    public void The_gradient_equals_central_differences(string objective)
    {
        using var scope = TensorScope.Open();
        var (shape, function) = Functions[objective];
        var input = Det.Float64(2, shape);
        input.RequiresGrad = true;
        function(input).Backward();
        var gradient = input.Grad!.ToArray<double>();
        var scale = gradient.Max(Math.Abs);
        Assert.True(scale > 1e-3);

        using var still = Grad.Disabled();
        var values = input.AsSpan<double>();
        for (var i = 0; i < values.Length; i++)
        {
            var kept = values[i];
            // Two steps (Richardson) leave an error of the fourth order, far below the bound.
            var (coarse, fine) = (Slope(values, i, kept, 2e-4), Slope(values, i, kept, 1e-4));
            Assert.Equal((4 * fine - coarse) / 3, gradient[i], 1e-6 * scale);
        }

        double Slope(Span<double> values, int i, double kept, double step)
        {
            values[i] = kept + step;
            var above = function(input).Item<double>();
            values[i] = kept - step;
            var below = function(input).Item<double>();
            values[i] = kept;
            return (above - below) / (2 * step);
        }
    }

    [Fact]
    public void No_gradient_reaches_targets_keys_and_features()
    {
        using var scope = TensorScope.Open();
        var x = Det.Float64(1, 3, 4).Normalize();
        x.RequiresGrad = true;
        var y = Det.Float64(2, 3, 4).Normalize();

        Assert.False(SinkhornTargets.Of(x, 0.05, 3).RequiresGrad);
        Assert.False(CodeRegularisers.Fidelity(FidelityForm.L2, y, x).RequiresGrad);
        Assert.False(CodeRegularisers.Fidelity(FidelityForm.Cosine, y, x).RequiresGrad);
        Assert.False(InfoNce.AgainstQueue(y, x, y, 0.1).RequiresGrad);
        Assert.False(InfoNce.AgainstBatch(y, x, 0.1, x.Unsqueeze(1)).RequiresGrad);
        Assert.False(InvarianceWeights.Invariance(x, x).RequiresGrad);
        Assert.False(new LocalContrast(Concepts).Directed(y.Unsqueeze(0), x.Unsqueeze(0), Tensor.Ones([1, 3], DType.Float64)).RequiresGrad);
    }

    private static Tensor Still(double seed) => Det.Float64(seed, 3, 5).Softmax(-1);

    private static Tensor Targets(Tensor codes) => ConceptCodes.Align(Still(46), codes, Still(47), codes.Tanh(), 0.3);

    private static Tensor Weighted(Tensor output) => (output * Det.Float64(4, output.Shape.ToArray())).Sum();

    private static Func<Tensor, Tensor> Local(LocalNorm norm)
    {
        var loss = new LocalContrast(Concepts with { LocalNorm = norm });
        var codes = (Det.Float64(42, 3, 6), Det.Float64(43, 3, 6));
        return x => loss.Directed(x.Normalize(), Det.Float64(41, 3, 6, 4).Normalize(), loss.Valid(codes.Item1, codes.Item2));
    }

    private static Tensor Region(Tensor guessed, Tensor wanted) => RegionLoss.Directed(
        guessed.Normalize(), wanted.Normalize(), Tensor.From(new long[] { 2, 1, 2, 0, 1, 0 }, 2, 3), 0.2, Tensor.From(new double[] { 1, 1, 0, 1, 1, 1 }, 2, 3));
}
