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
    /// <param name="dilated">
    /// Deepest stages that keep the resolution of the one before: their stride becomes dilation, as with torchvision's replace_stride_with_dilation. The
    /// weights are the same, and so is what they give at the places of the strided maps.
    /// </param>
    public static ConvBackbone Build(ModuleScope scope, ConvRecipe recipe, bool regions, int dilated = 0)
    {
        var width = recipe.Width;
        var stem = new LayerChain(
            new ConvLayer(scope.In("stem").In("0"), 3, width, new Window([5, 7, 7], [2, 2, 2], [2, 3, 3])), new NormReluLayer(scope.In("stem").In("1"), width),
            new MaxPoolLayer(new Window([1, 3, 3], [1, 2, 2], [0, 1, 1])));
        var blocks = recipe.BlocksOr(3, 4, 6, 3);
        var inputs = width;
        var dilation = 1;
        var stages = new List<Stage>();
        for (var index = 0; index < blocks.Length; index++)
        {
            // A stage that keeps the resolution looks twice as far from its second block on, where the strided one would see every other place.
            var keeps = index > 0 && index >= blocks.Length - dilated;
            var first = new Bottleneck(inputs, width << index, index < 2 ? 1 : 3, index == 0 || keeps ? 1 : 2, dilation);
            if (keeps) dilation *= 2;
            var further = first with { Inputs = first.Outputs, Stride = 1, Dilation = dilation };
            stages.Add(StageOf(scope, $"layer{index + 1}", blocks[index], first, further));
            if (regions && index == blocks.Length - 1)
                stages.Add(StageOf(scope, $"layer{index + 1}_region", blocks[index], first, further) with { BranchesOff = true });
            inputs = first.Outputs;
        }

        return new ConvBackbone(stem, [.. stages]);
    }

    private static Stage StageOf(ModuleScope scope, string name, int blocks, Bottleneck first, Bottleneck further)
    {
        var stage = scope.In(name);
        return new Stage(name, new LayerChain([.. Enumerable.Range(0, blocks).Select(block => (block == 0 ? first : further).Declare(stage.In($"{block}")))]));
    }

    /// <param name="Inputs">Channels that come in.</param>
    /// <param name="Planes">Channels within.</param>
    /// <param name="Frames">Frames that the first convolution sees.</param>
    /// <param name="Stride">Over space.</param>
    /// <param name="Dilation">Over space, from tap to tap.</param>
    private sealed record Bottleneck(int Inputs, int Planes, int Frames, int Stride, int Dilation)
    {
        /// <summary>Channels that go out.</summary>
        public int Outputs => 4 * Planes;

        public ResidualLayer Declare(ModuleScope scope)
        {
            var body = new LayerChain(
                new ConvLayer(scope.In("conv1"), Inputs, Planes, Window.Time(Frames, 1)), new NormReluLayer(scope.In("bn1"), Planes),
                new ConvLayer(scope.In("conv2"), Planes, Planes, Window.Space(3, Stride, Dilation)), new NormReluLayer(scope.In("bn2"), Planes),
                new ConvLayer(scope.In("conv3"), Planes, Outputs, Window.Cube(1, 1)), new NormReluLayer(scope.In("bn3"), Outputs, relu: false));
            var shortcut = Stride == 1 && Inputs == Outputs
                ? null
                : new LayerChain(
                    new ConvLayer(scope.In("downsample").In("0"), Inputs, Outputs, Window.Space(1, Stride)),
                    new NormReluLayer(scope.In("downsample").In("1"), Outputs, relu: false));
            return new ResidualLayer(body, shortcut);
        }
    }
}
