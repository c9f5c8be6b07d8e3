using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models.Conv;

/// <summary>R3D-50 whose deepest stages keep their resolution (methods.md, F.5), over the weights of the strided one.</summary>
public sealed class DilationTests : IDisposable
{
    private static readonly ModelRecipe Small = new() { Backbone = Backbone.R3d50y, Conv = new ConvRecipe { Width = 4, Blocks = [1, 2, 2, 2] } };

    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Two_dilated_stages_leave_a_stride_of_8_pixels_and_the_same_parameters()
    {
        var (strided, dilated) = (new ModuleScope(), new ModuleScope());
        var before = Backbones.BuildConv(strided, Small);
        var after = Backbones.BuildConv(dilated, Small, dilated: 2);

        Assert.Equal([4, 8, 16, 32, 32], before.Levels.Select(level => level.PixelStride));
        Assert.Equal([4, 8, 8, 8, 8], after.Levels.Select(level => level.PixelStride));
        Assert.Equal(
            NetworkParameters.LayoutOf(strided).Slots.Select(slot => (slot.Name, slot.Offset)),
            NetworkParameters.LayoutOf(dilated).Slots.Select(slot => (slot.Name, slot.Offset)));
    }

    [Fact]
    public void Dilated_maps_have_the_strided_ones_at_their_places()
    {
        long[] shape = [1, 3, 4, 64, 64];
        var clip = Tensor.Empty(shape);
        var random = KeyedRandom.For(3, Purpose.Test);
        foreach (ref var value in clip.AsSpan<float>()) value = (float)random.Normal();

        var (strided, dilated) = (Maps(0, clip), Maps(2, clip));

        for (var level = 0; level < strided.Length; level++)
        {
            var (few, many) = (strided[level], dilated[level]);
            var step = many.Size(3) / few.Size(3);
            Assert.Equal(level switch { 2 => 2, > 2 => 4, _ => 1 }, step);
            for (var y = 0; y < few.Size(3); y++)
                for (var x = 0; x < few.Size(4); x++)
                    Assert.True(
                        At(few, y, x).Zip(At(many, y * step, x * step)).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4 * (1 + Math.Abs(pair.First))),
                        $"level {level} at {y}, {x}");
        }
    }

    private static float[] At(Tensor maps, long y, long x) => maps.Select(4, x).Select(3, y).Contiguous().ToArray<float>();

    private static Tensor[] Maps(int dilated, Tensor clip)
    {
        var module = new ModuleScope();
        var network = Backbones.BuildConv(module, Small, dilated);
        var layout = NetworkParameters.LayoutOf(module);
        using var values = new FlatBuffer(layout.Length);
        using var running = FlatBuffer.For(module.Norms.Layout);
        var random = KeyedRandom.For(4, Purpose.Test);
        foreach (var slot in layout.Slots)
            foreach (ref var value in slot.In(values.Floats))
                value = (float)(slot.Shape.Length > 1 ? random.Normal() / Math.Sqrt(slot.Length / slot.Shape[0]) : 1);
        foreach (var slot in module.Norms.Layout.Slots) slot.In(running.Floats).Fill(1);
        using var bound = new NetworkParameters(module, values, running: running);
        module.Norms.Rule = NormRule.Running;
        using var still = Grad.Disabled();
        return [.. network.Maps(clip)];
    }
}
