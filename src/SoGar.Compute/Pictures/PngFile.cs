using System.Buffers.Binary;
using System.IO.Compression;

namespace SoGar.Compute.Pictures;

/// <summary>
/// Writes pictures as PNG (ISO/IEC 15948): 8-bit RGB, one data chunk, each row filtered by whichever of three filters leaves the smallest values.
/// </summary>
public static class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(CrcOf)];

    /// <summary>Writes <paramref name="image"/> to a file, creating its folder; a file that is there is replaced.</summary>
    public static void Write(string path, RgbImage image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, Encode(image));
    }

    /// <summary>The bytes of the file.</summary>
    public static byte[] Encode(RgbImage image)
    {
        using var file = new MemoryStream();
        file.Write(Signature);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), image.Height);
        header[8] = 8;   // bits a channel
        header[9] = 2;   // RGB
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(image));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(RgbImage image)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize))
        {
            var stride = image.Width * 3;
            var above = new byte[stride].AsSpan();
            var filtered = new byte[stride + 1];
            var best = new byte[stride + 1];
            for (var y = 0; y < image.Height; y++)
            {
                var row = image.Bytes.Slice(y * stride, stride);
                var least = long.MaxValue;
                for (byte filter = 0; filter <= 2; filter++)
                {
                    var size = Filter(filter, row, above, filtered);
                    if (size >= least) continue;
                    least = size;
                    (best, filtered) = (filtered, best);
                }

                zlib.Write(best);
                row.CopyTo(above);
            }
        }

        return data.ToArray();
    }

    // 0 leaves a row as it is, 1 takes the difference from the pixel to the left, 2 from the one above. Returns the sum of sizes, the usual measure.
    private static long Filter(byte filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, Span<byte> filtered)
    {
        filtered[0] = filter;
        var size = 0L;
        for (var at = 0; at < row.Length; at++)
        {
            var guess = filter switch { 1 => at < 3 ? 0 : row[at - 3], 2 => above[at], _ => 0 };
            filtered[at + 1] = (byte)(row[at] - guess);
            size += Math.Abs((int)(sbyte)filtered[at + 1]);
        }

        return size;
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        file.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) crc = CrcTable[(crc ^ value) & 0xFF] ^ (crc >> 8);
        return crc;
    }

    private static uint CrcOf(int value)
    {
        var crc = (uint)value;
        for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        return crc;
    }
}
