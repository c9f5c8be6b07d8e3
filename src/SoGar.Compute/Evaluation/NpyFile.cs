using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace SoGar.Compute.Evaluation;

/// <summary>
/// Writes arrays as NumPy's NPY, version 1.0 (numpy.lib.format): magic, version, length of the header, a Python dictionary padded to a multiple
/// of 64 bytes, then the elements, row-major and little-endian.
/// </summary>
internal static class NpyFile
{
    private const int Alignment = 64;
    private const int MagicBytes = 10;

    /// <summary>Writes a float32 matrix.</summary>
    public static void Write(string path, ReadOnlySpan<float> values, int rows, int columns) =>
        Write(path, "<f4", $"({rows}, {columns})", MemoryMarshal.AsBytes(values));

    /// <summary>Writes a list of int64.</summary>
    public static void Write(string path, ReadOnlySpan<long> values) => Write(path, "<i8", $"({values.Length},)", MemoryMarshal.AsBytes(values));

    /// <summary>Writes a list of texts, all of the longest one's length: what NumPy reads without pickle.</summary>
    public static void Write(string path, IReadOnlyList<string> texts)
    {
        var length = texts.Max(text => (int?)text.EnumerateRunes().Count()) ?? 0;
        var points = new int[texts.Count * Math.Max(1, length)];
        for (var row = 0; row < texts.Count; row++)
        {
            var at = row * length;
            foreach (var rune in texts[row].EnumerateRunes()) points[at++] = rune.Value;
        }

        Write(path, $"<U{Math.Max(1, length)}", $"({texts.Count},)", MemoryMarshal.AsBytes(points.AsSpan()));
    }

    private static void Write(string path, string type, string shape, ReadOnlySpan<byte> elements)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        var padded = header.PadRight((MagicBytes + header.Length + 1 + Alignment - 1) / Alignment * Alignment - MagicBytes - 1) + "\n";
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)padded.Length);
        using var file = File.Create(path);
        file.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        file.Write(length);
        file.Write(Encoding.ASCII.GetBytes(padded));
        file.Write(elements);
    }
}
