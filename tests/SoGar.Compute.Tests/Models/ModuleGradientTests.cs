using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

/// <summary>Gradients of heads and convolutional blocks, which write over their temporaries, against central differences in float64.</summary>
public sealed class ModuleGradientTests
{
    public static TheoryData<string> Modules => [.. Builders.Keys];

    private static readonly ConvRecipe Small = new() { Width = 2, Blocks = [1, 1] };

    private static readonly Dictionary<string, Func<ModuleScope, (Func<Tensor, Tensor> Forward, long[] Input)>> Builders = new()
    {
        ["projector"] = scope => (new HeadLayer(scope, 4, 5, 3).Forward, [6, 4]),
        ["dino head"] = scope =>
        {
            var head = new DinoHead(scope, 4, 5, 3, 6);
            return (input => head.Logits(head.Embed(input)), [6, 4]);
        },
        ["r2plus1d"] = scope => Embed(VideoResNet.Build(scope, Small, factorised: true)),
        ["r3d"] = scope => Embed(VideoResNet.Build(scope, Small, factorised: false)),
        ["r3d50"] = scope => Embed(R3d50.Build(scope, Small, regions: false)),
    };

    [Theory, MemberData(nameof(Modules))]
    public void Gradients_equal_central_differences(string module)
    {
        using var tensors = TensorScope.Open();
        var scope = new ModuleScope();
        var (forward, shape) = Builders[module](scope);
        var random = KeyedRandom.For(11, Purpose.Test);
        var leaves = scope.Parameters.Select(parameter => Leaf(random, [.. parameter.Declaration.Shape], parameter.Declaration.Name)).ToArray();
        for (var i = 0; i < leaves.Length; i++) scope.Parameters[i].Bind(leaves[i]);
        var input = Leaf(random, shape, "input");
        Tensor Loss()
        {
            var outputs = forward(input);
            return (outputs * Weights(outputs)).Sum();
        }

        Loss().Backward();

        foreach (var (leaf, name) in leaves.Append(input).Zip(scope.Parameters.Select(parameter => parameter.Declaration.Name).Append("input")))
            AssertCentral(Loss, leaf, name);
    }

    private static (Func<Tensor, Tensor> Forward, long[] Input) Embed(ConvBackbone network) => (clips => network.Forward(clips), [2, 3, 2, 8, 8]);

    private static void AssertCentral(Func<Tensor> loss, Tensor leaf, string name)
    {
        var gradient = leaf.Grad!.ToArray<double>();
        using var still = Grad.Disabled();
        var values = leaf.AsSpan<double>();
        // A dozen places of each tensor: a forward pass for every one of them would take minutes.
        for (var i = 0; i < values.Length; i += Math.Max(1, values.Length / 12))
        {
            using var temporaries = TensorScope.Open();
            var kept = values[i];
            values[i] = kept + 1e-6;
            var above = loss().Item<double>();
            values[i] = kept - 1e-6;
            var below = loss().Item<double>();
            values[i] = kept;
            Assert.True(
                Math.Abs((above - below) / 2e-6 - gradient[i]) < 1e-6 * Math.Max(1, Math.Abs(gradient[i])),
                $"{name}[{i}]: {gradient[i]} is not {(above - below) / 2e-6}");
        }
    }

    private static Tensor Leaf(KeyedRandom random, long[] shape, string name)
    {
        var leaf = Tensor.Zeros(shape, DType.Float64);
        var isScale = shape.Length == 1 && name.EndsWith("weight", StringComparison.Ordinal);
        foreach (ref var value in leaf.AsSpan<double>()) value = isScale ? 1 + 0.2 * random.Normal() : 0.6 * random.Normal();
        leaf.RequiresGrad = true;
        return leaf;
    }

    // Fixed weights of the outputs, so that the loss is a scalar that every output moves.
    private static Tensor Weights(Tensor outputs)
    {
        using var still = Grad.Disabled();
        return Tensor.Arange(1, outputs.ElementCount + 1).To(DType.Float64).Sin().View(outputs.Shape);
    }
}
