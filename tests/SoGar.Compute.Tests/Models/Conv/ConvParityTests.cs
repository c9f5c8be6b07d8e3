using System.Text.Json;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Tests.Torch;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models.Conv;

/// <summary>Small networks beside bench/peers/conv_backbones.py, with the same weights under the same names.</summary>
public sealed class ConvParityTests : TensorTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sogar-conv-").FullName;

    protected override void Release() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(Backbone.R2plus1d)]
    [InlineData(Backbone.R3d)]
    [InlineData(Backbone.S3d)]
    [InlineData(Backbone.R3d50)]
    [InlineData(Backbone.R3d50y)]
    public void Features_gradients_and_statistics_equal_PyTorchs(Backbone backbone)
    {
        var module = new ModuleScope();
        var network = Backbones.BuildConv(
            module, new ModelRecipe { Backbone = backbone, Conv = new ConvRecipe { Width = 8, Blocks = backbone == Backbone.S3d ? [] : [1, 1, 1] } });
        var (layout, norms) = (NetworkParameters.LayoutOf(module), module.Norms.Layout);
        using var values = new FlatBuffer(layout.Length);
        using var gradients = new FlatBuffer(layout.Length);
        using var running = FlatBuffer.For(norms);
        var random = KeyedRandom.For(3, Purpose.Test);
        foreach (var slot in layout.Slots)
            foreach (ref var value in slot.In(values.Floats))
                value = (float)(slot.Shape.Length > 1 ? random.Normal() / Math.Sqrt(slot.Length / slot.Shape[0]) : 1 + 0.2 * random.Normal());
        foreach (var slot in norms.Slots)
            foreach (ref var value in slot.In(running.Floats)) value = (float)random.Uniform(0.5, 1.5);
        long[] shape = [3, 3, 8, 32, 32];
        var clips = Tensor.Empty(shape);
        foreach (ref var value in clips.AsSpan<float>()) value = (float)random.Normal();
        using var expected = Peer(backbone, layout, values, norms, running, clips, shape);

        using var bound = new NetworkParameters(module, values, gradients, running);
        module.Norms.Rule = NormRule.Running;
        var still = network.Forward(clips);
        module.Norms.Rule = NormRule.Batch;
        var features = network.Forward(clips);
        (features * Tensor.Arange(1, features.ElementCount + 1).To(DType.Float32).Sin().View(features.Shape)).Sum().Backward();
        bound.TakeGradients();
        var shown = new float[norms.Length];
        module.Norms.Take(shown, norms);

        AssertNear(expected.RootElement.GetProperty("evaluated"), still.AsSpan<float>(), "evaluated");
        AssertNear(expected.RootElement.GetProperty("features"), features.AsSpan<float>(), "features");
        // Where a gradient cancels, what is left is the rounding of terms as large as its neighbours.
        var wanted = expected.RootElement.GetProperty("gradients").EnumerateObject().ToArray();
        var floor = 1e-2 * wanted.Max(gradient => gradient.Value.EnumerateArray().Max(value => Math.Abs(value.GetDouble())));
        foreach (var gradient in wanted)
            AssertNear(gradient.Value, layout[gradient.Name].In(gradients.Floats), gradient.Name, floor);
        var shares = module.Norms.Shares.ToArray();
        for (var i = 0; i < norms.Slots.Length; i++)
        {
            var slot = norms.Slots[i];
            if (slot.Name.StartsWith("layer3_region", StringComparison.Ordinal)) continue;       // computed for regions alone
            MovingAverage.Follow(slot.In(running.Floats), slot.In(shown), shares[i]);
            AssertNear(expected.RootElement.GetProperty("running").GetProperty(slot.Name), slot.In(running.Floats), slot.Name);
        }
    }

    [Fact]
    public void The_region_stage_sees_what_the_clip_stage_sees()
    {
        var module = new ModuleScope();
        var network = Backbones.BuildConv(module, new ModelRecipe { Backbone = Backbone.R3d50y, Conv = new ConvRecipe { Width = 8, Blocks = [1, 1] } });
        var layout = NetworkParameters.LayoutOf(module);
        using var values = new FlatBuffer(layout.Length);
        Initialisation.Fill(layout, values.Floats, new ModelRecipe { Backbone = Backbone.R3d50y }, seed: 1);
        // The same weights in both stages: the same maps.
        foreach (var slot in layout.Slots.Where(slot => slot.Name.StartsWith("layer2_region.", StringComparison.Ordinal)))
            layout[slot.Name.Replace("layer2_region", "layer2", StringComparison.Ordinal)].In(values.Floats).CopyTo(slot.In(values.Floats));
        using var bound = new NetworkParameters(module, values);
        using var still = Grad.Disabled();

        var maps = network.Maps(Tensor.Ones([1, 3, 4, 16, 16]) + Tensor.Arange(0, 16).To(DType.Float32));

        Assert.Equal(maps[1].Contiguous().ToArray<float>(), maps[2].Contiguous().ToArray<float>());
        Assert.Equal(network.Levels.Select(level => (long)level.Channels), maps.Select(map => map.Size(1)));
    }

    private JsonDocument Peer(
        Backbone backbone, ParameterLayout layout, FlatBuffer values, ParameterLayout norms, FlatBuffer running, Tensor clips, long[] shape)
    {
        var weights = layout.Slots.ToDictionary(slot => slot.Name, slot => slot.In(values.Floats).ToArray());
        foreach (var slot in norms.Slots) weights[slot.Name] = slot.In(running.Floats).ToArray();
        var (weightFile, clipFile) = (Path.Combine(_folder, "weights.json"), Path.Combine(_folder, "clips.json"));
        File.WriteAllText(weightFile, JsonSerializer.Serialize(weights));
        File.WriteAllText(clipFile, JsonSerializer.Serialize(new object[] { shape, clips.ToArray<float>() }));
        return JsonDocument.Parse(
            PythonPeer.Run("../../../../bench/peers/conv_backbones.py", ["parity", backbone.ToString().ToLowerInvariant(), weightFile, clipFile]));
    }

    private static void AssertNear(JsonElement expected, ReadOnlySpan<float> actual, string name, double floor = 1e-3)
    {
        var wanted = expected.EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(wanted.Length, actual.Length);
        var scale = Math.Max(floor, wanted.Max(Math.Abs));
        for (var i = 0; i < wanted.Length; i++)
            Assert.True(Math.Abs(wanted[i] - actual[i]) <= 1e-4 * scale, $"{name}[{i}] is {actual[i]}, PyTorch's {wanted[i]}, greatest {scale}");
    }
}
