using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models.Conv;

/// <summary>
/// S3D (Xie et al. 2018; methods.md, A.3) in torchvision's layout and under its names; all channels scale with <see cref="ConvRecipe.Width"/> over 64.
/// </summary>
internal sealed class S3d
{
    private readonly ModuleScope _features;
    private readonly int _width;

    // The published inputs of a block are sums of the branches of the one before; scaled branches are summed anew.
    private int _inputs;

    private S3d(ModuleScope scope, int width) => (_features, _width) = (scope.In("features"), width);

    /// <summary>Declares the network in <paramref name="scope"/>.</summary>
    public static ConvBackbone Build(ModuleScope scope, ConvRecipe recipe) => new S3d(scope, recipe.Width).Build();

    private ConvBackbone Build()
    {
        var stem = new LayerChain(
            Separated(At(0), 3, Scaled(64), 7, 2), Pool([1, 3, 3], [1, 2, 2], [0, 1, 1]), Unit(At(2), Scaled(64), Scaled(64)),
            Separated(At(3), Scaled(64), Scaled(192), 3, 1));
        return new ConvBackbone(
            new LayerChain(),
            new Stage("layer1", stem),
            new Stage("layer2", new LayerChain(
                Pool([1, 3, 3], [1, 2, 2], [0, 1, 1]), Inception(5, 192, 64, 96, 128, 16, 32, 32), Inception(6, 256, 128, 128, 192, 32, 96, 64))),
            new Stage("layer3", new LayerChain(
                Pool([3, 3, 3], [2, 2, 2], [1, 1, 1]),
                Inception(8, 480, 192, 96, 208, 16, 48, 64), Inception(9, 512, 160, 112, 224, 24, 64, 64), Inception(10, 512, 128, 128, 256, 24, 64, 64),
                Inception(11, 512, 112, 144, 288, 32, 64, 64), Inception(12, 528, 256, 160, 320, 32, 128, 128))),
            new Stage("layer4", new LayerChain(
                Pool([2, 2, 2], [2, 2, 2], [0, 0, 0]), Inception(14, 832, 256, 160, 320, 32, 128, 128), Inception(15, 832, 384, 192, 384, 48, 128, 128))));
    }

    private ModuleScope At(int index) => _features.In($"{index}");

    private int Scaled(int channels) => Math.Max(1, channels * _width / 64);

    private BranchLayer Inception(int index, int inputs, int b0, int b1Reduced, int b1, int b2Reduced, int b2, int b3)
    {
        var scope = At(index);
        var wide = _inputs == 0 ? Scaled(inputs) : _inputs;
        _inputs = Scaled(b0) + Scaled(b1) + Scaled(b2) + Scaled(b3);
        return new BranchLayer(
            Unit(scope.In("branch0"), wide, Scaled(b0)),
            new LayerChain(
                Unit(scope.In("branch1").In("0"), wide, Scaled(b1Reduced)), Separated(scope.In("branch1").In("1"), Scaled(b1Reduced), Scaled(b1), 3, 1)),
            new LayerChain(
                Unit(scope.In("branch2").In("0"), wide, Scaled(b2Reduced)), Separated(scope.In("branch2").In("1"), Scaled(b2Reduced), Scaled(b2), 3, 1)),
            new LayerChain(Pool([3, 3, 3], [1, 1, 1], [1, 1, 1]), Unit(scope.In("branch3").In("1"), wide, Scaled(b3))));
    }

    private static LayerChain Separated(ModuleScope scope, int inputs, int outputs, int size, int stride) => new(
        new ConvLayer(scope.In("0").In("0"), inputs, outputs, Window.Space(size, stride)), Norm(scope.In("0").In("1"), outputs),
        new ConvLayer(scope.In("1").In("0"), outputs, outputs, Window.Time(size, stride)), Norm(scope.In("1").In("1"), outputs));

    private static LayerChain Unit(ModuleScope scope, int inputs, int outputs) =>
        new(new ConvLayer(scope.In("0"), inputs, outputs, Window.Cube(1, 1)), Norm(scope.In("1"), outputs));

    private static NormReluLayer Norm(ModuleScope scope, int channels) => new(scope, channels, epsilon: 1e-3, share: 1e-3);

    private static MaxPoolLayer Pool(long[] size, long[] stride, long[] padding) => new(new Window(size, stride, padding));
}
