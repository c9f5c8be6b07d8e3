using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using SoGar.Compute.Pictures;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Pictures;

public sealed class PngFileTests
{
    private static RgbImage Noisy(int width, int height)
    {
        var random = KeyedRandom.For(1, Purpose.Test);
        var image = new RgbImage(width, height, Colour.White);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                image.Blend(
                    x, y, y % 3 == 0 ? new Colour((byte)random.NextInt(256), (byte)x, (byte)random.NextInt(256)) : new Colour((byte)x, (byte)(2 * x), 7));
        return image;
    }

    // A reader of its own, written from the standard: chunks, zlib, and all five filters.
    private static (int Width, int Height, byte[] Pixels) Read(byte[] file)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = new List<(string Type, byte[] Content)>();
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            chunks.Add((Encoding.ASCII.GetString(file, at + 4, 4), file[(at + 8)..(at + 8 + length)]));
            Assert.Equal(Crc(file.AsSpan(at + 4, length + 4)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += 12 + length;
        }

        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        var header = chunks[0].Content;
        Assert.Equal([8, 2, 0, 0, 0], header[8..]);
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        using var rows = new ZLibStream(new MemoryStream(chunks[1].Content), CompressionMode.Decompress);
        return (width, height, Unfilter(rows, width * 3, height));
    }

    private static byte[] Unfilter(Stream rows, int stride, int height)
    {
        var pixels = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = rows.ReadByte();
            rows.ReadExactly(pixels.AsSpan(y * stride, stride));
            for (var x = 0; x < stride; x++)
            {
                var left = x < 3 ? 0 : pixels[y * stride + x - 3];
                var above = y == 0 ? 0 : pixels[(y - 1) * stride + x];
                Assert.InRange(filter, 0, 2);
                pixels[y * stride + x] += (byte)(filter == 1 ? left : filter == 2 ? above : 0);
            }
        }

        Assert.Equal(-1, rows.ReadByte());
        return pixels;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(37, 23)]
    [InlineData(256, 3)]
    public void Every_pixel_is_read_back(int width, int height)
    {
        var image = Noisy(width, height);

        var (readWidth, readHeight, pixels) = Read(PngFile.Encode(image));

        Assert.Equal((width, height), (readWidth, readHeight));
        Assert.Equal(image.Bytes.ToArray(), pixels);
    }

    [Fact]
    public void The_empty_chunk_at_the_end_has_the_crc_that_every_png_ends_in() =>
        Assert.Equal([0xAE, 0x42, 0x60, 0x82], PngFile.Encode(Noisy(2, 2))[^4..]);

    [Fact]
    public void A_picture_of_one_colour_takes_next_to_no_space() =>
        Assert.InRange(PngFile.Encode(new RgbImage(1000, 1000, Colour.Accent)).Length, 1, 5000);
}
