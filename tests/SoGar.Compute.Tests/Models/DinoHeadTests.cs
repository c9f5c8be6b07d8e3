using System.Text.Json;
using SoGar.Compute.Models;
using SoGar.Compute.Objectives;
using SoGar.Compute.Optim;
using SoGar.Compute.Tests.Torch;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Models;

/// <summary>SVT's head and objective beside bench/peers/svt_head.py.</summary>
public sealed class DinoHeadTests : IDisposable
{
    private readonly TensorScope _scope = TensorScope.Open();
    private readonly string _file = Path.GetTempFileName();

    public void Dispose()
    {
        _scope.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public void Logits_loss_and_gradients_equal_PyTorchs()
    {
        var module = new ModuleScope();
        var head = new DinoHead(module, inputs: 10, hidden: 14, bottleneck: 6, outputs: 9);
        var layout = NetworkParameters.LayoutOf(module);
        using var values = new FlatBuffer(layout.Length);
        using var gradients = new FlatBuffer(layout.Length);
        var random = KeyedRandom.For(2, Purpose.Test);
        foreach (var slot in layout.Slots)
            foreach (ref var value in slot.In(values.Floats)) value = (float)(0.5 * random.Normal());
        using var bound = new NetworkParameters(module, values, gradients);
        var (student, teacher, centre) = (Det.Float32(1, 4, 3, 10), Det.Float32(2, 2, 3, 10), Det.Float32(3, 9) * 0.1);

        Tensor target;
        using (Grad.Disabled()) target = Targets.Softmax(head.Logits(head.Embed(teacher.View(6, 10))).View(2, 3, 9), centre, 0.04);
        var logits = head.Logits(head.Embed(student.View(12, 10)));
        var loss = DinoLoss.Of(target, logits.View(4, 3, 9) / 0.1);
        loss.Backward();

        using var expected = Peer(layout, values, student, teacher, centre);
        Assert.Equal(expected.RootElement.GetProperty("loss").GetDouble(), loss.Item<float>(), 1e-4);
        AssertNear(expected.RootElement.GetProperty("logits"), logits.AsSpan<float>());
        foreach (var gradient in expected.RootElement.GetProperty("gradients").EnumerateObject())
            AssertNear(gradient.Value, layout[gradient.Name].In(gradients.Floats));
    }

    private JsonDocument Peer(ParameterLayout layout, FlatBuffer values, Tensor student, Tensor teacher, Tensor centre)
    {
        File.WriteAllText(_file, JsonSerializer.Serialize(new
        {
            student = Nested(student, 4),
            teacher = Nested(teacher, 2),
            centre = centre.ToArray<float>(),
            weights = layout.Slots.ToDictionary(slot => slot.Name, slot => slot.In(values.Floats).ToArray()),
            shapes = layout.Slots.ToDictionary(slot => slot.Name, slot => slot.Shape.ToArray()),
        }));
        return JsonDocument.Parse(PythonPeer.Run("../../../bench/peers/svt_head.py", [_file]));
    }

    private static float[][][] Nested(Tensor tensor, int views) =>
        [.. tensor.ToArray<float>().Chunk(10).Chunk(3).Take(views)];

    private static void AssertNear(JsonElement expected, ReadOnlySpan<float> actual)
    {
        var wanted = expected.EnumerateArray().Select(value => value.GetDouble()).ToArray();
        Assert.Equal(wanted.Length, actual.Length);
        var scale = wanted.Max(Math.Abs);
        for (var i = 0; i < wanted.Length; i++) Assert.True(Math.Abs(wanted[i] - actual[i]) <= 1e-4 * scale, $"[{i}] is {actual[i]}, PyTorch's {wanted[i]}");
    }
}
