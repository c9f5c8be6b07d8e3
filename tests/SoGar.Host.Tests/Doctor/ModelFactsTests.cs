using SoGar.Host.Doctor;
using SoGar.Host.Recipes;

namespace SoGar.Host.Tests.Doctor;

public sealed class ModelFactsTests
{
    [Fact]
    public void The_papers_recipe_has_the_published_sizes()
    {
        var facts = ModelFacts.Of(RecipeReader.OfThisProcess.Read(Repository.Recipe("svt"), []));

        Assert.Equal((121_258_752, 768), (facts.BackboneParameters, facts.Features));
        Assert.Equal(121_258_752 + 6_295_808 + 16_842_752, facts.StudentParameters);
        Assert.Contains(facts.Clips, clip => clip is { Frames: 8, Size: 224, Gmac: > 195.8 and < 195.9 });
        Assert.Contains(facts.Clips, clip => clip is { Frames: 8, Size: 96, Gmac: > 35.3 and < 35.4 });
        Assert.Empty(facts.Levels);
    }

    [Fact]
    public void A_convolutional_backbone_says_where_its_maps_can_be_had()
    {
        var facts = ModelFacts.Of(RecipeReader.OfThisProcess.Read(Repository.Recipe("demo"), ["model.backbone=r2plus1d"]));

        Assert.Equal(31_300_125, facts.BackboneParameters);
        Assert.Equal(["layer1", "layer2", "layer3", "layer4"], facts.Levels.Select(level => level.Name));
        Assert.Equal((512, 8, 16), (facts.Levels[^1].Channels, facts.Levels[^1].FrameStride, facts.Levels[^1].PixelStride));
    }

    [Theory]
    [InlineData("concepts", 16, 112, 40.519)]
    [InlineData("hdc", 16, 112, 40.519)]
    [InlineData("const-cl", 16, 224, 55.28)]
    public void The_clips_of_the_methods_on_convolutions_cost_what_was_published(string recipe, int frames, int size, double gmac)
    {
        var facts = ModelFacts.Of(RecipeReader.OfThisProcess.Read(Repository.Recipe(recipe), []));

        var trained = Assert.Single(facts.Clips, clip => clip.Use == "view, clip");
        Assert.Equal((frames, size, gmac), (trained.Frames, trained.Size, Math.Round(trained.Gmac, gmac == 55.28 ? 2 : 3)));
    }
}
