using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models.Conv;

/// <summary>
/// R3D-50 of ConST-CL and CVRL and its "Y" variant (methods.md, A.4): bottlenecks with a convolution over time in the deeper stages; in the variant the
/// last stage stands twice, <c>layer4</c> for the clip and <c>layer4_region</c> for regions, both behind the third.
/// </summary>
internal static class R3d50
{
    /// <summary>Declares the network in <paramref name="scope"/>.</summary>
    /// <param name="scope">The backbone's place.</param>
    /// <param name="recipe">Width and blocks.</param>
    /// <param name="regions">Whether the last stage stands twice.</param>
    public static ConvBackbone Build(ModuleScope scope, ConvRecipe recipe, bool regions)
    {
        var width = recipe.Width;
        var stem = new LayerChain(
            new ConvLayer(scope.In("stem").In("0"), 3, width, new Window([5, 7, 7], [2, 2, 2], [2, 3, 3])), new NormReluLayer(scope.In("stem").In("1"), width),
            new MaxPoolLayer(new Window([1, 3, 3], [1, 2, 2], [0, 1, 1])));
        var blocks = recipe.BlocksOr(3, 4, 6, 3);
        var inputs = width;
        var stages = new List<Stage>();
        for (var index = 0; index < blocks.Length; index++)
        {
            var planes = width << index;
            stages.Add(Level(scope, $"layer{index + 1}", inputs, planes, index, blocks[index]));
            if (regions && index == blocks.Length - 1)
                stages.Add(Level(scope, $"layer{index + 1}_region", inputs, planes, index, blocks[index]) with { BranchesOff = true });
            inputs = 4 * planes;
        }

        return new ConvBackbone(stem, [.. stages]);
    }

    private static Stage Level(ModuleScope scope, string name, int inputs, int planes, int index, int blocks)
    {
        var stage = scope.In(name);
        return new Stage(name, new LayerChain([.. Enumerable.Range(0, blocks).Select(block => Bottleneck(
            stage.In($"{block}"), block == 0 ? inputs : 4 * planes, planes, frames: index < 2 ? 1 : 3, stride: block == 0 && index > 0 ? 2 : 1))]));
    }

    private static ResidualLayer Bottleneck(ModuleScope scope, int inputs, int planes, int frames, int stride)
    {
        var body = new LayerChain(
            new ConvLayer(scope.In("conv1"), inputs, planes, Window.Time(frames, 1)), new NormReluLayer(scope.In("bn1"), planes),
            new ConvLayer(scope.In("conv2"), planes, planes, Window.Space(3, stride)), new NormReluLayer(scope.In("bn2"), planes),
            new ConvLayer(scope.In("conv3"), planes, 4 * planes, Window.Cube(1, 1)), new NormReluLayer(scope.In("bn3"), 4 * planes, relu: false));
        var shortcut = stride == 1 && inputs == 4 * planes
            ? null
            : new LayerChain(
                new ConvLayer(scope.In("downsample").In("0"), inputs, 4 * planes, Window.Space(1, stride)),
                new NormReluLayer(scope.In("downsample").In("1"), 4 * planes, relu: false));
        return new ResidualLayer(body, shortcut);
    }
}
