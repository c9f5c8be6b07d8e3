using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models.Conv;

/// <summary>Sizes of the published networks (methods.md, A.2-A.4 and G.9); nothing is computed.</summary>
public sealed class ConvBackboneTests
{
    [Theory]
    [InlineData(Backbone.R2plus1d, 31_300_125)]
    [InlineData(Backbone.R3d, 33_166_272)]
    [InlineData(Backbone.S3d, 7_910_048)]
    [InlineData(Backbone.R3d50, 31_672_128)]
    [InlineData(Backbone.R3d50y, 51_879_744)]
    [InlineData(Backbone.Vit, 121_258_752)]
    public void Parameters_are_as_many_as_published(Backbone backbone, long parameters)
    {
        var scope = new ModuleScope();
        Backbones.Build(scope, new ModelRecipe { Backbone = backbone });

        Assert.Equal(parameters, NetworkParameters.LayoutOf(scope).Count);
    }

    [Theory]
    [InlineData(Backbone.R2plus1d, 16, 112, 40.519)]
    [InlineData(Backbone.R2plus1d, 16, 128, 52.923)]
    [InlineData(Backbone.R2plus1d, 32, 112, 81.038)]
    [InlineData(Backbone.R3d, 16, 112, 40.70)]
    [InlineData(Backbone.S3d, 16, 128, 5.870)]
    [InlineData(Backbone.S3d, 32, 128, 11.741)]
    [InlineData(Backbone.S3d, 16, 224, 17.978)]
    [InlineData(Backbone.S3d, 64, 224, 71.91)]
    [InlineData(Backbone.R3d50, 16, 224, 45.52)]
    [InlineData(Backbone.R3d50y, 16, 224, 55.28)]
    [InlineData(Backbone.R3d50, 32, 256, 118.9)]
    [InlineData(Backbone.R3d50y, 32, 400, 360.1)]
    [InlineData(Backbone.Vit, 8, 224, 195.83)]
    [InlineData(Backbone.Vit, 8, 96, 35.35)]
    [InlineData(Backbone.Vit, 2, 96, 8.87)]
    [InlineData(Backbone.Vit, 16, 480, 1985.3)]
    public void Multiply_adds_are_as_many_as_published(Backbone backbone, int frames, int size, double billions)
    {
        var network = Backbones.Build(new ModuleScope(), new ModelRecipe { Backbone = backbone });

        var relative = network.ProductsOf(frames, size, size) / 1e9 / billions - 1;

        Assert.True(Math.Abs(relative) < 6e-4, $"{network.ProductsOf(frames, size, size) / 1e9:0.000} GMAC");
    }

    [Fact]
    public void Levels_have_the_published_widths_and_strides()
    {
        Assert.Equal(
            [new("layer1", 64, 1, 2), new("layer2", 128, 2, 4), new("layer3", 256, 4, 8), new("layer4", 512, 8, 16)], Levels(Backbone.R2plus1d));
        Assert.Equal(
            [new("layer1", 192, 2, 4), new("layer2", 480, 2, 8), new("layer3", 832, 4, 16), new("layer4", 1024, 8, 32)], Levels(Backbone.S3d));
        Assert.Equal(
            [new("layer1", 256, 2, 4), new("layer2", 512, 2, 8), new("layer3", 1024, 2, 16), new("layer4", 2048, 2, 32), new("layer4_region", 2048, 2, 32)],
            Levels(Backbone.R3d50y));
    }

    [Fact]
    public void Maps_of_the_published_inputs_have_the_published_sizes()
    {
        Assert.Equal(new MapShape(512, 2, 7, 7), Conv(Backbone.R2plus1d).ShapesOf(16, 112, 112)[^1]);
        Assert.Equal(new MapShape(1024, 2, 4, 4), Conv(Backbone.S3d).ShapesOf(16, 128, 128)[^1]);
        Assert.Equal(new MapShape(2048, 8, 7, 7), Conv(Backbone.R3d50y).ShapesOf(16, 224, 224)[^1]);
        Assert.Equal(new MapShape(2048, 16, 13, 13), Conv(Backbone.R3d50).ShapesOf(32, 400, 400)[^1]);
    }

    [Fact]
    public void Sizes_of_the_stages_are_those_of_the_tables()
    {
        Assert.Equal([15_473, 444_032, 1_470_360, 5_874_736, 23_495_524], Sizes(Backbone.R2plus1d, "stem", "layer1", "layer2", "layer3", "layer4"));
        Assert.Equal(
            [47_168, 215_808, 1_219_584, 9_981_952, 20_207_616, 20_207_616],
            Sizes(Backbone.R3d50y, "stem", "layer1", "layer2", "layer3", "layer4", "layer4_region"));
        Assert.Equal(
            [38_336, 4_224, 221_952, 208_416, 479_040, 501_728, 588_624, 695_728, 835_136, 1_161_088, 1_336_192, 1_839_584],
            Sizes(Backbone.S3d, [.. new[] { 0, 2, 3, 5, 6, 8, 9, 10, 11, 12, 14, 15 }.Select(index => $"features.{index}")]));
    }

    [Fact]
    public void A_transformer_has_no_maps() =>
        Assert.Contains(
            "r2plus1d", Assert.Throws<ArgumentException>(() => Backbones.BuildConv(new ModuleScope(), new ModelRecipe())).Message, StringComparison.Ordinal);

    private static ConvBackbone Conv(Backbone backbone) => Backbones.BuildConv(new ModuleScope(), new ModelRecipe { Backbone = backbone });

    private static FeatureLevel[] Levels(Backbone backbone) => [.. Conv(backbone).Levels];

    private static long[] Sizes(Backbone backbone, params string[] places)
    {
        var scope = new ModuleScope();
        Backbones.Build(scope, new ModelRecipe { Backbone = backbone });
        return [.. places.Select(place => NetworkParameters.LayoutOf(scope).Slots.Where(slot => slot.Name.StartsWith($"{place}.", StringComparison.Ordinal))
            .Sum(slot => (long)slot.Length))];
    }
}
