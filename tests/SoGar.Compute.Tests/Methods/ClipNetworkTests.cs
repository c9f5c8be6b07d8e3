using SoGar.Compute.Methods.Concepts;
using SoGar.Compute.Methods.ConstCl;
using SoGar.Compute.Methods.Hdc;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Methods;

/// <summary>Sizes and small facts of the networks of concepts, ConST-CL and HDC.</summary>
public sealed class ClipNetworkTests
{
    [Fact]
    public void Concepts_have_the_published_parameters()   // methods.md, C.2 and G.9
    {
        var layout = LayoutOf(scope => new ConceptsNetwork(scope, new Recipe { Model = new ModelRecipe { Backbone = Backbone.R2plus1d } }));

        Assert.Equal(34_928_925, layout.Count);
        Assert.Equal(1_579_008, CountOf(layout, "project."));
        Assert.Equal(894_976, CountOf(layout, "decode."));
        Assert.Equal(1_052_416, CountOf(layout, "attention."));
        Assert.Equal(102_400, CountOf(layout, "prototypes."));
    }

    [Fact]
    public void ConstCl_has_the_published_parameters()   // methods.md, D.2, D.3 and G.9
    {
        var layout = LayoutOf(scope => new ConstClNetwork(scope, new Recipe { Model = new ModelRecipe { Backbone = Backbone.R3d50y } }));

        Assert.Equal(71_665_572, layout.Count);
        Assert.Equal(12_857_472, CountOf(layout, "projector."));
        Assert.Equal(6_928_356, CountOf(layout, "context."));
    }

    [Fact]
    public void Hdc_has_the_specified_projectors()   // methods.md, E.2
    {
        var layout = LayoutOf(scope => new HdcNetwork(scope, new Recipe { Model = new ModelRecipe { Backbone = Backbone.R2plus1d } }, isStudent: true));

        foreach (var subtask in new[] { "spatial", "temporal" })
        {
            Assert.Equal(33_024, CountOf(layout, $"{subtask}.layer2."));
            Assert.Equal(98_688, CountOf(layout, $"{subtask}.layer3."));
            Assert.Equal(328_320, CountOf(layout, $"{subtask}.layer4."));
        }
    }

    [Fact]
    public void Differences_wrap_or_repeat()   // methods.md, G.4
    {
        using var scope = TensorScope.Open();
        var clip = Tensor.From(new double[] { 1, 4, 9, 16 }, 1, 1, 4, 1, 1);

        Assert.Equal([-15.0, 3, 5, 7], FrameDifferences.Of(clip, wrap: true).ToArray<double>());
        Assert.Equal([3.0, 3, 5, 7], FrameDifferences.Of(clip, wrap: false).ToArray<double>());
    }

    [Fact]
    public void A_clip_that_stands_still_has_no_dynamics()   // methods.md, G.9 (2)
    {
        using var scope = TensorScope.Open();
        var still = Det.Float32(3, 2, 3, 1, 5, 5).Expand(-1, -1, 6, -1, -1);

        Assert.All(FrameDifferences.Of(still, wrap: true).ToArray<float>(), value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData(0.1, 5.131670)]
    [InlineData(0.5, 29.289322)]
    [InlineData(0.9, 68.377223)]
    public void The_gap_between_clips_inverts_its_distribution(double u, double gap)   // methods.md, G.6
    {
        Assert.Equal(gap, ClipGap.At(100, u), 5e-7);
        Assert.Equal(u, 2 * gap / 100 - gap * gap / 10_000, 1e-7);
    }

    [Theory]
    [InlineData(8, 5, new long[] { 2, 3, 4, 5, 6 })]
    [InlineData(8, 3, new long[] { 2, 4, 6 })]
    [InlineData(8, 1, new long[] { 4 })]
    [InlineData(8, 0, new long[0])]
    [InlineData(2, 5, new long[] { 0, 1 })]
    public void The_context_lies_round_the_middle(int slices, int context, long[] expected) => Assert.Equal(expected, ContextSlices.Of(slices, context));

    [Fact]
    public void Places_have_mean_zero()
    {
        using var scope = TensorScope.Open();
        var places = ContextSlices.Places([2, 4, 6], 3, 2);

        Assert.Equal([18, 3], places.Shape.ToArray());
        Assert.All(places.Mean(0).ToArray<float>(), mean => Assert.Equal(0, mean, 1e-6f));
        Assert.Equal([-2f, -1, -0.5f], places.Select(0, 0).ToArray<float>());
    }

    [Fact]
    public void Scaled_differences_are_those_of_views()
    {
        using var scope = TensorScope.Open();
        var clips = Det.Float32(3, 2, 3, 4, 5, 5);
        var wanted = clips.ToArray<float>();
        FrameDifference.Apply(wanted.AsSpan(0, wanted.Length / 2), 4);
        FrameDifference.Apply(wanted.AsSpan(wanted.Length / 2), 4);

        var scaled = FrameDifferences.Of(clips, wrap: false, scaled: true).ToArray<float>();

        for (var i = 0; i < wanted.Length; i++) Assert.Equal(wanted[i], scaled[i], 1e-5f);
    }

    [Theory]
    [InlineData(ConceptAttentionForm.Slot)]
    [InlineData(ConceptAttentionForm.Plain)]
    public void What_a_concept_looks_at_sums_to_one(ConceptAttentionForm form)
    {
        using var scope = TensorScope.Open();
        var declared = new ModuleScope();
        var layer = new ConceptAttentionLayer(declared, 6, form);
        _ = declared.Weight("other", 1);   // plain attention has nothing of its own to bind
        using var bound = Filled(declared, out var values);
        using (values)
        {
            var weights = layer.Weights(Det.Float32(1, 3, 6), Det.Float32(2, 2, 5, 6));

            Assert.Equal([2, 3, 5], weights.Shape.ToArray());
            Assert.All(weights.Sum(-1).ToArray<float>(), sum => Assert.Equal(1, sum, 1e-5f));
            Assert.True(weights.ToArray<float>().Max() > 0.21, "even weights tell nothing");
        }
    }

    [Theory]
    [InlineData(ContextPosition.Concat)]
    [InlineData(ContextPosition.AddQkv)]
    public void What_a_region_looks_at_sums_to_one_and_follows_its_context(ContextPosition position)
    {
        using var scope = TensorScope.Open();
        var declared = new ModuleScope();
        var head = new ContextHead(declared, 6, new ConstClRecipe { HeadLayers = 2, Heads = 2, HeadWidth = 4, Position = position });
        using var bound = Filled(declared, out var values);
        using (values)
        {
            var (context, places) = (Det.Float32(2, 1, 5, 6), Det.Float32(3, 5, 3));
            var order = Tensor.From(new long[] { 4, 2, 0, 1, 3 });

            var weights = head.Attention(Det.Float32(1, 1, 3, 6), context, places, Det.Float32(4, 1, 3, 3));
            var moved = head.Attention(Det.Float32(1, 1, 3, 6), context.IndexSelect(1, order), places.IndexSelect(0, order), Det.Float32(4, 1, 3, 3));

            Assert.All(weights.Sum(-1).ToArray<float>(), sum => Assert.Equal(1, sum, 1e-5f));
            var (expected, actual) = (weights.IndexSelect(2, order).ToArray<float>(), moved.ToArray<float>());
            for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    private static NetworkParameters Filled(ModuleScope scope, out FlatBuffer values)
    {
        values = new FlatBuffer(NetworkParameters.LayoutOf(scope).Length);
        for (var i = 0; i < values.Floats.Length; i++) values.Floats[i] = (float)Math.Sin(0.7 * i);
        return new NetworkParameters(scope, values);
    }

    private static ParameterLayout LayoutOf(Func<ModuleScope, object> declare)
    {
        var scope = new ModuleScope();
        _ = declare(scope);
        return NetworkParameters.LayoutOf(scope);
    }

    private static int CountOf(ParameterLayout layout, string prefix) =>
        layout.Slots.Where(slot => slot.Name.StartsWith(prefix, StringComparison.Ordinal)).Sum(slot => slot.Length);
}
