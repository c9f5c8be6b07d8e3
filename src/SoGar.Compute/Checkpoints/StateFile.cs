using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Writes and reads float32 states as safetensors through a stream, from front to back, so that a file is hashed in the same pass and a state is
/// never held twice. <see cref="SafetensorsFile"/> and <see cref="SafetensorsWriter"/> are for files of any type, in any order.
/// </summary>
internal static class StateFile
{
    // AsBytes cannot span more than 2 GiB; pieces also keep the hash and the disk busy in turns.
    private const int PieceValues = 1 << 18;

    /// <summary>Writes <paramref name="tensors"/> in the order given.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, or a shape does not fit its values.</exception>
    public static void Write(Stream stream, IReadOnlyList<StateTensor> tensors)
    {
        foreach (var tensor in tensors) tensor.Require();
        var header = SafetensorsHeader.Plan(tensors.Select(tensor => new SafetensorsEntry(tensor.Name, DType.Float32, tensor.Shape)), metadata: null);
        stream.Write(header.ToBytes());
        foreach (var tensor in tensors)
        {
            for (var rest = tensor.Values.Span; !rest.IsEmpty;)
            {
                var piece = rest[..Math.Min(rest.Length, PieceValues)];
                stream.Write(MemoryMarshal.AsBytes(piece));
                rest = rest[piece.Length..];
            }
        }
    }

    /// <summary>Reads all tensors, in the order of their values in the file; the arrays belong to the caller.</summary>
    /// <param name="stream">From the file's first byte.</param>
    /// <param name="bytes">Size of the file.</param>
    /// <exception cref="InvalidDataException">The stream holds something else, or ends early or late; says what.</exception>
    public static ImmutableArray<StateTensor> Read(Stream stream, long bytes)
    {
        try
        {
            Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
            stream.ReadExactly(length);
            var headerBytes = BinaryPrimitives.ReadInt64LittleEndian(length);
            if (headerBytes is < 2 or > SafetensorsHeader.MaxBytes)
                throw new InvalidDataException($"its header claims {headerBytes} bytes; this is no safetensors file");
            var header = new byte[headerBytes];
            stream.ReadExactly(header);
            var layout = SafetensorsHeader.Parse(header, bytes - SafetensorsHeader.LengthBytes - headerBytes);
            return [.. layout.Entries.Select(entry => ReadTensor(stream, entry))];
        }
        catch (Exception damaged) when (damaged is FormatException or EndOfStreamException)
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    private static StateTensor ReadTensor(Stream stream, SafetensorsEntry entry)
    {
        if (entry.Type != DType.Float32) throw new InvalidDataException($"{entry} is no float32 tensor; states hold no others");
        if (entry.ElementCount > Array.MaxLength) throw new InvalidDataException($"{entry} is larger than an array can be");
        var values = new float[entry.ElementCount];
        for (var rest = values.AsSpan(); !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(rest.Length, PieceValues)];
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            rest = rest[piece.Length..];
        }

        return new StateTensor(entry.Name, entry.Shape, values);
    }
}
