using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Optim;

public sealed class LayerDecayTests
{
    [Theory]
    [InlineData("head.weight", 1)]
    [InlineData("backbone.norm.weight", 1)]
    [InlineData("backbone.blocks.11.attn.qkv.weight", 0.75)]
    [InlineData("backbone.blocks.0.attn.qkv.weight", 0.031676)]             // 0.75^12
    [InlineData("backbone.cls_token", 0.023757)]                            // 0.75^13
    public void A_tensor_of_a_transformer_moves_by_the_share_of_its_block(string name, double share) => Assert.Equal(
        share,
        ShareOf(
            name, 0.75, "head.weight", "backbone.norm.weight", "backbone.blocks.11.attn.qkv.weight", "backbone.blocks.0.attn.qkv.weight",
            "backbone.cls_token"), 1e-6);

    [Theory]
    [InlineData("backbone.layer4.1.conv2.weight", 0.5)]
    [InlineData("backbone.layer4_region.0.conv2.weight", 0.5)]
    [InlineData("backbone.layer1.0.conv1.weight", 0.0625)]
    [InlineData("backbone.stem.0.weight", 0.03125)]
    public void A_tensor_of_a_convolutional_network_moves_by_the_share_of_its_stage(string name, double share) => Assert.Equal(
        share,
        ShareOf(
            name, 0.5, "head.weight", "backbone.layer4.1.conv2.weight", "backbone.layer4_region.0.conv2.weight", "backbone.layer1.0.conv1.weight",
            "backbone.stem.0.weight"));

    [Fact]
    public void An_update_moves_a_tensor_by_its_share_of_the_learning_rate()
    {
        var layout = Layout("head.weight", "backbone.blocks.0.weight");
        float[] parameters = new float[layout.Length], gradients = new float[layout.Length];
        foreach (var slot in layout.Slots) slot.In(gradients).Fill(1);

        new ParameterUpdate(OptimizerRule.Sgd, layout, shareOf: new LayerDecay(layout, 0.25).ShareOf).Apply(
            parameters, gradients, new float[layout.Length], [], new OptimizerStep { Update = 1, LearningRate = 0.5, WeightDecay = 0 });

        Assert.Equal(-0.5f, layout["head.weight"].In(parameters)[0]);
        Assert.Equal(-0.125f, layout["backbone.blocks.0.weight"].In(parameters)[0]);
    }

    private static double ShareOf(string name, double decay, params string[] all)
    {
        var layout = Layout(all);
        return new LayerDecay(layout, decay).ShareOf(layout[name]);
    }

    private static ParameterLayout Layout(params string[] names) => new([.. names.Select(name => new ParameterDeclaration(name, [2], Decays: true))]);
}
