using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// The head of a safetensors file: 8 bytes of length (little-endian), then JSON, padded with blanks to a multiple of 8. It names every
/// tensor with type, shape and place; the tensors fill what follows without gap or overlap.
/// </summary>
internal sealed record SafetensorsHeader(ImmutableArray<SafetensorsEntry> Entries, FrozenDictionary<string, string> Metadata)
{
    /// <summary>Bytes in front of the JSON.</summary>
    public const int LengthBytes = sizeof(long);

    /// <summary>The most bytes of JSON that are read; the format's reference sets the same limit.</summary>
    public const int MaxBytes = 100_000_000;

    private const string MetadataKey = "__metadata__";

    /// <summary>
    /// Gives each tensor its place. Larger elements come first, so that every tensor is aligned to the size of its elements.
    /// </summary>
    /// <exception cref="ArgumentException">A name stands twice, is empty or is reserved, or a size is negative.</exception>
    public static SafetensorsHeader Plan(IEnumerable<SafetensorsEntry> entries, IEnumerable<KeyValuePair<string, string>>? metadata)
    {
        var placed = ImmutableArray.CreateBuilder<SafetensorsEntry>();
        var names = new HashSet<string>();
        var offset = 0L;
        foreach (var entry in entries.OrderByDescending(entry => entry.Type.SizeBytes()))
        {
            if (entry.Name is "" or MetadataKey || !names.Add(entry.Name))
                throw new ArgumentException(
                    $"'{entry.Name}' is not a name for a tensor of this file: it is empty, reserved, or there already", nameof(entries));
            if (entry.Shape.Any(size => size < 0))
                throw new ArgumentException($"{entry} has a negative size", nameof(entries));
            placed.Add(entry with { Offset = offset });
            offset = checked(offset + entry.SizeBytes);
        }

        return new SafetensorsHeader(placed.ToImmutable(), (metadata ?? []).ToFrozenDictionary());
    }

    /// <summary>Length and JSON, as they stand at the start of the file.</summary>
    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        memory.Write(stackalloc byte[LengthBytes]);
        using (var json = new Utf8JsonWriter(memory))
            Write(json);
        while (memory.Length % 8 != 0)
            memory.WriteByte((byte)' ');
        var bytes = memory.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - LengthBytes);
        return bytes;
    }

    /// <summary>Reads the JSON of a file.</summary>
    /// <param name="json">The header without its length.</param>
    /// <param name="dataBytes">Bytes of the file behind the header.</param>
    /// <exception cref="FormatException">The header contradicts itself or the file; the message names the tensor.</exception>
    public static SafetensorsHeader Parse(ReadOnlyMemory<byte> json, long dataBytes)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var entries = new List<SafetensorsEntry>();
            var metadata = FrozenDictionary<string, string>.Empty;
            var names = new HashSet<string>();
            foreach (var member in document.RootElement.EnumerateObject())
            {
                if (!names.Add(member.Name))
                    throw new FormatException($"'{member.Name}' stands twice in its header");
                if (member.Name == MetadataKey)
                    metadata = ParseMetadata(member.Value);
                else
                    entries.Add(ParseEntry(member.Name, member.Value));
            }

            return new SafetensorsHeader(Chained(entries, dataBytes), metadata);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException or OverflowException)
        {
            throw new FormatException($"its header cannot be read ({broken.Message})", broken);
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Metadata.Count > 0)
        {
            json.WriteStartObject(MetadataKey);
            foreach (var (key, value) in Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(key, value);
            json.WriteEndObject();
        }

        foreach (var entry in Entries)
        {
            json.WriteStartObject(entry.Name);
            json.WriteString("dtype", SafetensorsTypes.NameOf(entry.Type));
            WriteNumbers(json, "shape", [.. entry.Shape]);
            WriteNumbers(json, "data_offsets", [entry.Offset, entry.Offset + entry.SizeBytes]);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static FrozenDictionary<string, string> ParseMetadata(JsonElement value) =>
        value.EnumerateObject().ToFrozenDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "");

    private static SafetensorsEntry ParseEntry(string name, JsonElement value)
    {
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        foreach (var field in value.EnumerateObject())
        {
            switch (field.Name)
            {
                case "dtype": type = field.Value.GetString(); break;
                case "shape": shape = Numbers(field.Value); break;
                case "data_offsets": offsets = Numbers(field.Value); break;
                default: throw new FormatException($"'{name}' has a field '{field.Name}', which the format does not know");
            }
        }

        if (type is null || shape is null || offsets is not [var start, var end])
            throw new FormatException($"'{name}' lacks its dtype, its shape or its two data_offsets");
        if (SafetensorsTypes.Find(type) is not { } known)
            throw new FormatException($"'{name}' has elements of type {type}; {SafetensorsTypes.Known} can be read, so convert it first");
        var entry = new SafetensorsEntry(name, known, [.. shape]) { Offset = start };
        return shape.All(size => size >= 0) && entry.SizeBytes == end - start
            ? entry
            : throw new FormatException($"{entry} does not fit its {end - start} bytes");
    }

    private static long[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetInt64())];

    // In the order of their places every tensor starts where the one before ended, and the last one ends with the file.
    private static ImmutableArray<SafetensorsEntry> Chained(List<SafetensorsEntry> entries, long dataBytes)
    {
        var ordered = entries.OrderBy(entry => entry.Offset).ThenBy(entry => entry.SizeBytes).ToImmutableArray();
        var end = 0L;
        foreach (var entry in ordered)
        {
            if (entry.Offset != end)
                throw new FormatException($"'{entry.Name}' starts at byte {entry.Offset} of the data where byte {end} was due: tensors overlap or leave a gap");
            end += entry.SizeBytes;
        }

        return end == dataBytes
            ? ordered
            : throw new FormatException($"its tensors take {end} bytes and the file has {dataBytes} for them: it was cut off or something was added");
    }
}
