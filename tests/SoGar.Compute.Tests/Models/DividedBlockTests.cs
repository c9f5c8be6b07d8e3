using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

/// <summary>The block of methods.md, G.2, to the printed digits: D = 4, two heads, two frames of 2 x 2 patches.</summary>
public sealed class DividedBlockTests
{
    // Float32 against figures printed from float64.
    private const double Tolerance = 1e-5;

    private static readonly (string Name, double Seed, double Scale)[] Weights =
    [
        ("attn.qkv.weight", 100, .3), ("attn.qkv.bias", 101, .1), ("attn.proj.weight", 102, .3), ("attn.proj.bias", 103, .1),
        ("temporal_attn.qkv.weight", 104, .3), ("temporal_attn.qkv.bias", 105, .1), (
            "temporal_attn.proj.weight", 106, .3), ("temporal_attn.proj.bias", 107, .1),
        ("temporal_fc.weight", 108, .3), ("temporal_fc.bias", 109, .1),
        ("mlp.fc1.weight", 110, .3), ("mlp.fc1.bias", 111, .1), ("mlp.fc2.weight", 112, .3), ("mlp.fc2.bias", 113, .1),
    ];

    [Theory]
    [InlineData(BlockOrder.TimeSpace, new[] { 0.801697, 1.233170, 0.899029, 0.093439 }, new[] { 0.180733, -0.882921, -1.056961, -0.953086 }, 0.007971,
        22.252038)]
    [InlineData(BlockOrder.SpaceTime, new[] { 0.796568, 1.235417, 0.899564, 0.092953 }, new[] { 0.178982, -0.881705, -1.057105, -0.955844 }, -0.025718,
        22.258871)]
    public void The_block_gives_the_published_tokens_in_both_orders(BlockOrder order, double[] cls, double[] firstPatch, double sum, double squares)
    {
        using var scope = TensorScope.Open();
        var recipe = new ModelRecipe { Width = 4, Heads = 2, BlockOrder = order };
        var module = new ModuleScope();
        var block = new DividedBlock(module, recipe, new DropPath(0, 0, DropPathScope.Row));
        using var values = new FlatBuffer(NetworkParameters.LayoutOf(module).Length);
        using var parameters = new NetworkParameters(module, values);
        Fill(parameters.Layout, values);
        using var still = Grad.Disabled();

        // The reference's tokens are patch by patch with frames inside, ours frame by frame: 1 + p T + t against 1 + t P + p.
        var input = Det.Float32(120, 1, 9, 4).IndexSelect(1, Tensor.From(new long[] { 0, 1, 3, 5, 7, 2, 4, 6, 8 }));
        var output = block.Forward(input, new TokenGrid(1, 2, 2, 2), key: null);
        var onlyCls = block.ForwardCls(input, new TokenGrid(1, 2, 2, 2), key: null);

        AssertNear(cls, output.Select(1, 0));
        AssertNear(cls, onlyCls);
        AssertNear(firstPatch, output.Select(1, 1));
        Assert.Equal(sum, output.To(DType.Float64).Sum().Item<double>(), Tolerance);
        Assert.Equal(squares, output.To(DType.Float64).Square().Sum().Item<double>(), 2 * Tolerance);
    }

    private static void Fill(ParameterLayout layout, FlatBuffer values)
    {
        foreach (var slot in layout.Slots.Where(slot => slot.Name.Contains("norm", StringComparison.Ordinal)))
            slot.In(values.Floats).Fill(slot.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0);
        foreach (var (name, seed, scale) in Weights)
        {
            var slot = layout[name];
            var drawn = Det.Array(seed, slot.Shape.AsSpan());
            for (var i = 0; i < drawn.Length; i++) slot.In(values.Floats)[i] = (float)(scale * drawn[i]);
        }
    }

    private static void AssertNear(double[] expected, Tensor actual)
    {
        var found = actual.ToArray<float>();
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], Tolerance);
    }
}
