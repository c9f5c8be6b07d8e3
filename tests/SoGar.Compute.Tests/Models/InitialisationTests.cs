using SoGar.Compute.Methods;
using SoGar.Compute.Models;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

public sealed class InitialisationTests
{
    private static readonly Recipe Recipe = new()
    {
        Model = new ModelRecipe { Depth = 2, Width = 48, Heads = 3, Patch = 8, Grid = 4 },
        Heads = new HeadsRecipe { ProjectorHidden = 64, Output = 32, PredictorHidden = 64 },
    };

    [Fact]
    public void The_seed_decides_every_weight_and_nothing_else_does()
    {
        Assert.Equal(Fill(ModelInit.Official, 1), Fill(ModelInit.Official, 1));
        Assert.NotEqual(Fill(ModelInit.Official, 1), Fill(ModelInit.Official, 2));
    }

    [Fact]
    public void A_tensors_weights_do_not_depend_on_the_tensors_around_it()
    {
        var other = Recipe with { Model = Recipe.Model with { Depth = 3 }, Heads = Recipe.Heads with { ProjectorHidden = 80 } };

        Assert.Equal(
            Slot(Recipe, Fill(ModelInit.Official, 1), "backbone.blocks.1.mlp.fc1.weight").ToArray(),
            Slot(other, Fill(other, ModelInit.Official, 1), "backbone.blocks.1.mlp.fc1.weight").ToArray());
    }

    [Fact]
    public void The_released_rule_starts_as_an_image_transformer()
    {
        var values = Fill(ModelInit.Official, 1);

        Assert.False(Slot(Recipe, values, "backbone.blocks.0.temporal_fc.weight").ContainsAnyExcept(0f));
        Assert.False(Slot(Recipe, values, "backbone.blocks.1.temporal_fc.bias").ContainsAnyExcept(0f));
        Assert.False(Slot(Recipe, values, "backbone.time_embed").ContainsAnyExcept(0f));
        Assert.False(Slot(Recipe, values, "backbone.blocks.0.attn.qkv.bias").ContainsAnyExcept(0f));
        Assert.False(Slot(Recipe, values, "backbone.blocks.0.norm1.weight").ContainsAnyExcept(1f));
        Assert.False(Slot(Recipe, values, "backbone.norm.bias").ContainsAnyExcept(0f));
        // 6912 draws: the standard error of a deviation of 0.02 is 0.00017.
        Assert.Equal(0.02, Deviation(Slot(Recipe, values, "backbone.blocks.0.attn.qkv.weight")), 0.001);
        Assert.Equal(0.02, Deviation(Slot(Recipe, values, "backbone.pos_embed")), 0.002);
    }

    [Fact]
    public void Patch_embedding_and_heads_start_as_PyTorchs_layers_do()
    {
        var values = Fill(ModelInit.Official, 1);

        // Uniform in +-1/sqrt(inputs), weights and biases alike.
        foreach (var (name, inputs) in new[] { ("backbone.patch_embed.proj", 192), ("projector.0", 48), ("projector.3", 64), ("predictor.0", 32) })
        {
            foreach (var tensor in new[] { Slot(Recipe, values, $"{name}.weight").ToArray(), Slot(Recipe, values, $"{name}.bias").ToArray() })
            {
                var bound = 1 / Math.Sqrt(inputs);
                Assert.All(tensor, value => Assert.InRange(value, -bound, bound));
                Assert.True(tensor.Max() > 0.8 * bound, $"{name} does not reach its bound");
            }
        }

        Assert.False(Slot(Recipe, values, "projector.1.weight").ContainsAnyExcept(1f));
        Assert.False(Slot(Recipe, values, "predictor.1.bias").ContainsAnyExcept(0f));
    }

    [Fact]
    public void The_rule_for_motion_lets_time_pass_from_the_start()
    {
        var values = Fill(ModelInit.Motion, 1);

        // Xavier: sqrt(6 / (in + out)).
        var temporal = Slot(Recipe, values, "backbone.blocks.0.temporal_fc.weight").ToArray();
        Assert.InRange(temporal.Max(), 0.9 * Math.Sqrt(6.0 / 96), Math.Sqrt(6.0 / 96));
        Assert.Equal(0.5f, Slot(Recipe, values, "backbone.time_embed").ToArray().Max(), 1e-6f);
        Assert.False(Slot(Recipe, values, "backbone.pos_embed")[..48].ContainsAnyExcept(0f));
        var rows = Slot(Recipe, values, "backbone.pos_embed")[48..].ToArray().Chunk(48).Select(row => string.Join(',', row)).ToArray();
        Assert.Equal(16, rows.Distinct().Count());
    }

    private static float[] Fill(ModelInit init, ulong seed) => Fill(Recipe, init, seed);

    private static float[] Fill(Recipe recipe, ModelInit init, ulong seed)
    {
        var layout = new MethodLayouts(MethodShelf.Of(recipe, 64)).Student;
        var values = new float[layout.Length];
        Initialisation.Fill(layout, values, recipe.Model with { Init = init }, seed);
        return values;
    }

    private static Span<float> Slot(Recipe recipe, float[] values, string name) => new MethodLayouts(MethodShelf.Of(recipe, 64)).Student[name].In(values);

    private static double Deviation(ReadOnlySpan<float> values)
    {
        var squares = 0.0;
        foreach (var value in values) squares += value * value;
        return Math.Sqrt(squares / values.Length);
    }
}
