using System.Buffers.Binary;
using System.Text;
using SoGar.Compute.Checkpoints;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class StateFileTests
{
    private static byte[] Written(params StateTensor[] tensors)
    {
        using var memory = new MemoryStream();
        StateFile.Write(memory, tensors);
        return memory.ToArray();
    }

    private static IReadOnlyList<StateTensor> Read(byte[] bytes) => StateFile.Read(new MemoryStream(bytes), bytes.Length);

    private static byte[] Raw(string header, int dataBytes)
    {
        var bytes = new byte[8 + header.Length + dataBytes];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, header.Length);
        Encoding.ASCII.GetBytes(header).CopyTo(bytes, 8);
        return bytes;
    }

    [Fact]
    public void Names_shapes_and_bits_survive()
    {
        StateTensor[] tensors =
        [
            new("matrix", [2, 3], new[] { 1f, -0f, float.NaN, float.Epsilon, float.PositiveInfinity, 6f }),
            new("scalar", [], new[] { 7f }),
            new("empty \"quoted\" \u00fc", [4, 0], ReadOnlyMemory<float>.Empty),
        ];

        var read = Read(Written(tensors));

        Assert.Equal(StateDigest.Of(tensors), StateDigest.Of(read));
        Assert.Equal([2, 3], read.Single(tensor => tensor.Name == "matrix").Shape);
    }

    [Fact]
    public void Values_start_at_a_multiple_of_eight()
    {
        var bytes = Written(StateTensor.Vector("abc", new[] { 1f }));

        Assert.Equal(0, BinaryPrimitives.ReadInt64LittleEndian(bytes) % 8);
        Assert.Equal(1f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(^4..)));
    }

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "no float32")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 3, "cut off")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 5, "something was added")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1000000000,1000],\"data_offsets\":[0,4000000000000]}}", 4, "cut off")]
    [InlineData("{\"a\":7}", 4, "header cannot be read")]
    [InlineData("x", 0, "claims 1 bytes")]
    public void A_damaged_file_says_what_is_wrong(string header, int dataBytes, string complaint)
    {
        var thrown = Assert.Throws<InvalidDataException>(() => Read(Raw(header, dataBytes)));

        Assert.Contains(complaint, thrown.Message);
    }

    [Fact]
    public void A_shape_that_does_not_fit_is_refused_on_writing() =>
        Assert.Throws<ArgumentException>(() => Written(new StateTensor("a", [2, 2], new float[3])));

    [Fact]
    public void The_digest_does_not_depend_on_the_order_of_tensors_but_on_each_bit_name_and_shape()
    {
        var a = new StateTensor("a", [2], new[] { 1f, 2f });
        var b = new StateTensor("b", [1], new[] { 0f });
        var digest = StateDigest.Of([a, b]);

        Assert.Equal(digest, StateDigest.Of([b, a]));
        Assert.NotEqual(digest, StateDigest.Of([a, b with { Values = new[] { -0f } }]));
        Assert.NotEqual(digest, StateDigest.Of([a, b with { Name = "c" }]));
        Assert.NotEqual(digest, StateDigest.Of([a with { Shape = [1, 2] }, b]));
        Assert.Throws<ArgumentException>(() => StateDigest.Of([a, a]));
    }
}
