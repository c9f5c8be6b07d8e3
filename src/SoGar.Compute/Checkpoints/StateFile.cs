using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Writes and reads float32 states in the safetensors format: an 8-byte little-endian header length, a JSON header padded with blanks to a multiple
/// of 8, then the values. Streams, so that a state is never held twice.
/// </summary>
internal static class StateFile
{
    // No state of ours comes near it; a damaged length must not ask for the memory of the whole machine.
    private const long HeaderBytesLimit = 100 << 20;

    // AsBytes cannot span more than 2 GiB; pieces also keep the hash and the disk busy in turns.
    private const int PieceValues = 1 << 18;

    /// <summary>Writes <paramref name="tensors"/> in the order given.</summary>
    /// <exception cref="ArgumentException">A name occurs twice, or a shape does not fit its values.</exception>
    public static void Write(Stream stream, IReadOnlyList<StateTensor> tensors)
    {
        var header = Header(tensors);
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
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
    /// <exception cref="InvalidDataException">The stream holds something else, or ends early or late; says what.</exception>
    public static ImmutableArray<StateTensor> Read(Stream stream)
    {
        try
        {
            Span<byte> length = stackalloc byte[sizeof(long)];
            stream.ReadExactly(length);
            var headerBytes = BinaryPrimitives.ReadInt64LittleEndian(length);
            if (headerBytes is < 2 or > HeaderBytesLimit)
                throw new InvalidDataException($"its header claims {headerBytes} bytes; this is no safetensors file");
            var header = new byte[headerBytes];
            stream.ReadExactly(header);
            var tensors = Layout(header).Select(entry => ReadTensor(stream, entry)).ToImmutableArray();
            if (stream.ReadByte() >= 0) throw new InvalidDataException("bytes follow the last tensor");
            return tensors;
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException("it ends before its last tensor does", cut);
        }
    }

    private static byte[] Header(IReadOnlyList<StateTensor> tensors)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            var names = new HashSet<string>();
            var offset = 0L;
            json.WriteStartObject();
            foreach (var tensor in tensors)
            {
                tensor.Require();
                if (!names.Add(tensor.Name)) throw new ArgumentException($"two tensors are called {tensor.Name}");
                var end = offset + tensor.Values.Length * (long)sizeof(float);
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (var axis in tensor.Shape) json.WriteNumberValue(axis);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                offset = end;
            }

            json.WriteEndObject();
        }

        while (memory.Length % 8 != 0) memory.WriteByte((byte)' ');
        return memory.ToArray();
    }

    private sealed record Entry(string Name, ImmutableArray<long> Shape, long Start, long End);

    private static List<Entry> Layout(byte[] header)
    {
        try
        {
            using var json = JsonDocument.Parse(header);
            var entries = json.RootElement.EnumerateObject().Where(member => member.Name != "__metadata__")
                .Select(ParseEntry).OrderBy(entry => entry.Start).ThenBy(entry => entry.End).ToList();
            var end = 0L;
            foreach (var entry in entries)
            {
                if (entry.Start != end) throw new InvalidDataException($"{entry.Name} starts at byte {entry.Start}, {end} was due");
                end = entry.End;
            }

            return entries;
        }
        catch (Exception damaged) when (damaged is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"its header cannot be read: {damaged.Message}", damaged);
        }
    }

    private static Entry ParseEntry(JsonProperty member)
    {
        var type = member.Value.GetProperty("dtype").GetString();
        if (type != "F32") throw new InvalidDataException($"{member.Name} is {type}; states hold F32 alone");
        var shape = member.Value.GetProperty("shape").EnumerateArray().Select(axis => axis.GetInt64()).ToImmutableArray();
        var offsets = member.Value.GetProperty("data_offsets");
        var (start, end) = (offsets[0].GetInt64(), offsets[1].GetInt64());
        var count = 1L;
        foreach (var axis in shape)
        {
            if (axis < 0 || axis > 0 && count > int.MaxValue / axis) throw new InvalidDataException($"{member.Name} has an impossible shape");
            count *= axis;
        }

        if (end - start != count * sizeof(float))
            throw new InvalidDataException($"{member.Name} has {end - start} bytes for {count} values");
        return new Entry(member.Name, shape, start, end);
    }

    private static StateTensor ReadTensor(Stream stream, Entry entry)
    {
        var values = new float[(entry.End - entry.Start) / sizeof(float)];
        for (var rest = values.AsSpan(); !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(rest.Length, PieceValues)];
            stream.ReadExactly(MemoryMarshal.AsBytes(piece));
            rest = rest[piece.Length..];
        }

        return new StateTensor(entry.Name, entry.Shape, values);
    }
}
