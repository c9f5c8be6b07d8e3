using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Tests.Torch;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class SafetensorsTests : TensorTest
{
    private readonly ScratchFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "weights.safetensors");

    [Fact]
    public void What_is_written_is_read()
    {
        Write(("a", Tensor.From([1f, 2f, 3f, 4f], 2, 2)), ("b", Tensor.From([5L])), ("c", Tensor.From([true, false])), ("none", Tensor.Zeros([0, 3])));

        using var file = SafetensorsFile.Open(File);

        Assert.Equal("me", file.Metadata["by"]);
        Assert.Equal([1f, 2f, 3f, 4f], file.ReadFloats("a"));
        Assert.Equal([2, 2], file.Find("a")!.Shape);
        Assert.Equal([5L], file.ReadTensor("b").ToArray<long>());
        Assert.Equal([true, false], file.ReadTensor("c").ToArray<bool>());
        Assert.Equal([0, 3], file.ReadTensor("none").Shape);
        Assert.Null(file.Find("d"));
    }

    [Fact]
    public void An_independent_reader_opens_what_was_written()
    {
        Write(
            ("odd", Tensor.From<byte>([1, 2, 3])), ("half", Tensor.From([(Half)1.5])), ("single", Tensor.From([0.1f, -7.25f], 2, 1)),
            ("double", Tensor.From([0.1])), ("brain", Tensor.From([3.140625f]).To(DType.BFloat16)), ("int", Tensor.From([-3])),
            ("long", Tensor.From([long.MinValue])), ("byte", Tensor.From<sbyte>([-1])), ("flags", Tensor.From([true])));

        var read = JsonDocument.Parse(PythonPeer.Run("safetensors_peer.py", ["read", File])).RootElement;

        Assert.Equal("me", read.GetProperty("metadata").GetProperty("by").GetString());
        Assert.Equal([1, 2, 3], Values("odd"));
        Assert.Equal([1.5], Values("half"));
        Assert.Equal([0.1f, -7.25f], Values("single"));
        Assert.Equal([0.1], Values("double"));
        Assert.Equal([3.140625], Values("brain"));
        Assert.Equal([-3], Values("int"));
        Assert.Equal([long.MinValue], Values("long"));
        Assert.Equal([-1], Values("byte"));
        Assert.Equal([2, 1], read.GetProperty("tensors").GetProperty("single").GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()));

        double[] Values(string name) =>
            [.. read.GetProperty("tensors").GetProperty(name).GetProperty("values").EnumerateArray().Select(value => value.GetDouble())];
    }

    [Fact]
    public void What_an_independent_writer_wrote_is_read()
    {
        PythonPeer.Run("safetensors_peer.py", ["write", File]);

        using var file = SafetensorsFile.Open(File);

        Assert.Equal("a peer", file.Metadata["by"]);
        Assert.Equal([1.5f, -2f], file.ReadFloats("half"));
        Assert.Equal([3.140625f], file.ReadFloats("brain"));
        Assert.Equal([0.1f, -7.25f], file.ReadFloats("single"));
        Assert.Equal([0.1f], file.ReadFloats("double"));
        Assert.Equal([-5L], file.ReadTensor("long").ToArray<long>());
        Assert.Equal([true, false], file.ReadTensor("flags").ToArray<bool>());
        Assert.Throws<SafetensorsException>(() => file.ReadFloats("long"));
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "'b' starts at byte 2")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' starts at byte 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "take 4 bytes and the file has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "take 12 bytes and the file has 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}""", "'a' stands twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "a (Float32 [3]) does not fit its 8 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2,-1],"data_offsets":[0,8]}}""", "does not fit")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", "header cannot be read")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", "type C64; F32, F16")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "'a' lacks")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1}}""", "'extra'")]
    [InlineData("""["a"]""", "header cannot be read")]
    [InlineData("""{"a":""", "header cannot be read")]
    public void A_header_that_contradicts_itself_is_refused_by_file_and_tensor(string json, string complaint)
    {
        WriteRaw(json, dataBytes: 8);

        var refused = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(File));

        Assert.StartsWith(File, refused.Message, StringComparison.Ordinal);
        Assert.Contains(complaint, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("fetch or export it again", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        Write(("a", Tensor.From([1f, 2f])));
        var whole = System.IO.File.ReadAllBytes(File);

        for (var length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(File));
        }
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    [InlineData(100_000_001)]
    public void A_header_of_impossible_length_asks_for_no_memory(long length)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, length);
        System.IO.File.WriteAllBytes(File, bytes);

        Assert.Contains("no safetensors file", Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_appears_only_when_it_is_whole()
    {
        var entries = new[] { new SafetensorsEntry("a", DType.Float32, [1]), new SafetensorsEntry("b", DType.Float32, [1]) };
        using (var writer = SafetensorsWriter.Create(File, entries))
        {
            writer.Write("b", [1f]);
            Assert.Contains("such as a", Assert.Throws<InvalidOperationException>(() => writer.Complete()).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void A_writer_refuses_what_was_not_announced()
    {
        using var writer = SafetensorsWriter.Create(File, [new SafetensorsEntry("a", DType.Float32, [2])]);

        Assert.Throws<ArgumentException>(() => writer.Write("b", [1f, 2f]));
        Assert.Throws<ArgumentException>(() => writer.Write("a", [1f]));
        Assert.Throws<ArgumentException>(() => writer.Write("a", [1, 2]));
        Assert.Throws<ArgumentException>(() => writer.Write("a", Tensor.Zeros([2, 1])));
        writer.Write("a", [1f, 2f]);
        Assert.Throws<ArgumentException>(() => writer.Write("a", [1f, 2f]));
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Create(File, [new SafetensorsEntry("__metadata__", DType.Float32, [2])]));
    }

    [Fact]
    public void A_missing_file_and_a_missing_tensor_are_named()
    {
        Assert.StartsWith(File, Assert.Throws<SafetensorsException>(() => SafetensorsFile.Open(File)).Message, StringComparison.Ordinal);
        Write(("here", Tensor.Zeros([1])));
        using var file = SafetensorsFile.Open(File);

        var refused = Assert.Throws<SafetensorsException>(() => file.ReadFloats("there"));

        Assert.Contains("'there'; the first of its 1 are here", refused.Message, StringComparison.Ordinal);
    }

    protected override void Release() => _folder.Dispose();

    private void Write(params (string Name, Tensor Tensor)[] tensors)
    {
        var entries = tensors.Select(pair => new SafetensorsEntry(pair.Name, pair.Tensor.DType, [.. pair.Tensor.Shape]));
        using var writer = SafetensorsWriter.Create(File, entries, [KeyValuePair.Create("by", "me")]);
        foreach (var (name, tensor) in tensors.Reverse())
            writer.Write(name, tensor);
        writer.Complete(flushToDisk: true);
    }

    private void WriteRaw(string json, int dataBytes)
    {
        var text = Encoding.UTF8.GetBytes(json);
        var bytes = new byte[8 + text.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, text.Length);
        text.CopyTo(bytes, 8);
        System.IO.File.WriteAllBytes(File, bytes);
    }
}
