using SoGar.Compute.Checkpoints;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class WeightImportTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    private readonly ParameterLayout _layout = new(
    [
        new("cls_token", [1, 1, 2], Decays: false),
        new("blocks.0.norm1.weight", [2], Decays: false),
        new("blocks.0.attn.qkv.weight", [6, 2], Decays: true),
        new("blocks.0.temporal_norm1.weight", [2], Decays: false),
        new("blocks.0.temporal_attn.qkv.weight", [6, 2], Decays: true),
        new("blocks.0.temporal_fc.weight", [2, 2], Decays: true),
        new("pos_embed", [1, 5, 2], Decays: false),
    ]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_image_network_gives_its_attention_to_time_as_well()
    {
        var (report, values) = Import(
            ("cls_token", [1, 1, 2], 1), ("blocks.0.norm1.weight", [2], 2), ("blocks.0.attn.qkv.weight", [6, 2], 3), ("pos_embed", [1, 5, 2], 4),
            ("head.weight", [10, 2], 5));

        Assert.Equal(["blocks.0.temporal_norm1.weight", "blocks.0.temporal_attn.qkv.weight"], report.Derived);
        Assert.Equal(["cls_token", "blocks.0.norm1.weight", "blocks.0.attn.qkv.weight", "pos_embed"], report.Imported);
        Assert.Equal(["blocks.0.temporal_fc.weight"], report.Missing);
        Assert.Equal(["head.weight"], report.Unexpected);
        Assert.False(report.IsComplete);
        Assert.All(Of(values, "blocks.0.temporal_attn.qkv.weight"), value => Assert.Equal(3, value));
        Assert.All(Of(values, "blocks.0.temporal_norm1.weight"), value => Assert.Equal(2, value));
        Assert.All(Of(values, "blocks.0.temporal_fc.weight"), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void A_video_network_is_read_as_it_is_whatever_stands_before_its_names()
    {
        var tensors = _layout.Slots.Select((slot, i) => ($"module.backbone.{slot.Name}", slot.Shape.ToArray(), (float)i)).ToArray();

        var (report, values) = Import(tensors);

        Assert.True(report.IsComplete, report.ToString());
        Assert.Equal(_layout.Slots.Select(slot => slot.Name), report.Imported);
        Assert.All(_layout.Slots.Select((slot, i) => (slot, i)), pair => Assert.All(Of(values, pair.slot.Name), value => Assert.Equal(pair.i, value)));
    }

    [Fact]
    public void Another_shape_is_reported_with_both_and_changes_nothing()
    {
        var (report, values) = Import(("pos_embed", [1, 197, 2], 4));

        var mismatch = Assert.Single(report.Mismatched);
        Assert.Equal("of another shape: pos_embed is [1, 5, 2] here and [1, 197, 2] in the file", mismatch.ToString());
        Assert.All(Of(values, "pos_embed"), value => Assert.Equal(-1, value));
    }

    [Fact]
    public void Two_networks_in_one_file_are_refused()
    {
        var refused = Assert.Throws<SafetensorsException>(() => Import(("student.cls_token", [1, 1, 2], 1), ("teacher.cls_token", [1, 1, 2], 2)));

        Assert.Contains("student.cls_token and teacher.cls_token both stand for cls_token", refused.Message, StringComparison.Ordinal);
    }

    private float[] Of(float[] values, string name) => _layout[name].In(values).ToArray();

    private (WeightImportReport Report, float[] Values) Import(params (string Name, long[] Shape, float Value)[] tensors)
    {
        var path = Path.Combine(_folder.Path, "weights.safetensors");
        using (var writer = SafetensorsWriter.Create(path, tensors.Select(tensor => new SafetensorsEntry(tensor.Name, DType.Float32, [.. tensor.Shape]))))
        {
            foreach (var (name, shape, value) in tensors)
            {
                var values = new float[shape.Aggregate(1L, (count, size) => count * size)];
                Array.Fill(values, value);
                writer.Write<float>(name, values);
            }

            writer.Complete();
        }

        using var file = SafetensorsFile.Open(path);
        var flat = new float[_layout.Length];
        Array.Fill(flat, -1);
        return (WeightImport.Into(file, _layout, flat), flat);
    }
}
