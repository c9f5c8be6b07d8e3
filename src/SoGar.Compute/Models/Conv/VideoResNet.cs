using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models.Conv;

/// <summary>
/// R(2+1)D-18 and R3D-18 (Tran et al. 2018; methods.md, A.2) in torchvision's layout and under its names; narrower and shallower ones by
/// <see cref="ConvRecipe"/>.
/// </summary>
internal static class VideoResNet
{
    /// <summary>Declares the network in <paramref name="scope"/>.</summary>
    /// <param name="scope">The backbone's place.</param>
    /// <param name="recipe">Width and blocks.</param>
    /// <param name="factorised">R(2+1)D's pairs of a spatial and a temporal convolution; else R3D's cubes.</param>
    public static ConvBackbone Build(ModuleScope scope, ConvRecipe recipe, bool factorised)
    {
        var width = recipe.Width;
        var stem = Stem(scope.In("stem"), width, factorised);
        var inputs = width;
        var stages = recipe.BlocksOr(2, 2, 2, 2).Select((blocks, index) =>
        {
            var planes = width << index;
            var stage = scope.In($"layer{index + 1}");
            var chain = Enumerable.Range(0, blocks)
                .Select(block => Block(stage.In($"{block}"), block == 0 ? inputs : planes, planes, block == 0 && index > 0 ? 2 : 1, factorised)).ToArray();
            inputs = planes;
            return new Stage($"layer{index + 1}", new LayerChain(chain));
        });
        return new ConvBackbone(stem, [.. stages]);
    }

    private static LayerChain Stem(ModuleScope scope, int width, bool factorised)
    {
        if (!factorised)
            return new(new ConvLayer(scope.In("0"), 3, width, new Window([3, 7, 7], [1, 2, 2], [1, 3, 3])), new NormReluLayer(scope.In("1"), width));
        var middle = (int)Math.Round(45 * width / 64.0);                    // 45 at the published width of 64
        return new(
            new ConvLayer(scope.In("0"), 3, middle, Window.Space(7, 2)), new NormReluLayer(scope.In("1"), middle),
            new ConvLayer(scope.In("3"), middle, width, Window.Time(3, 1)), new NormReluLayer(scope.In("4"), width));
    }

    private static ResidualLayer Block(ModuleScope scope, int inputs, int planes, int stride, bool factorised)
    {
        // Both pairs of a block share the middle width that gives the pair of the first one as many parameters as a cube.
        var middle = inputs * planes * 27 / (inputs * 9 + 3 * planes);
        var body = new LayerChain(
            Convolution(scope.In("conv1").In("0"), inputs, middle, planes, stride, factorised), new NormReluLayer(scope.In("conv1").In("1"), planes),
            Convolution(scope.In("conv2").In("0"), planes, middle, planes, 1, factorised), new NormReluLayer(scope.In("conv2").In("1"), planes, relu: false));
        var shortcut = stride == 1 && inputs == planes
            ? null
            : new LayerChain(
                new ConvLayer(scope.In("downsample").In("0"), inputs, planes, Window.Cube(1, stride)),
                new NormReluLayer(scope.In("downsample").In("1"), planes, relu: false));
        return new ResidualLayer(body, shortcut);
    }

    private static IMapLayer Convolution(ModuleScope scope, int inputs, int middle, int outputs, int stride, bool factorised) => factorised
        ? new LayerChain(
            new ConvLayer(scope.In("0"), inputs, middle, Window.Space(3, stride)), new NormReluLayer(scope.In("1"), middle),
            new ConvLayer(scope.In("3"), middle, outputs, Window.Time(3, stride)))
        : new ConvLayer(scope, inputs, outputs, Window.Cube(3, stride));
}
