using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SoGar.Protocol;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Says what a checkpoint holds. Written last: a folder without a manifest is no checkpoint. Its final line is a seal, the SHA-256 of all bytes
/// with the seal's own digits as zeros, so that a change of any bit of the manifest shows as well.
/// </summary>
/// <param name="Format">Version of this layout; <see cref="CurrentFormat"/>.</param>
/// <param name="Run">Name of the run.</param>
/// <param name="Step">Steps that the state has behind it.</param>
/// <param name="Term">Term of the supervisor that asked for it.</param>
/// <param name="Recipe">Digest of the resolved recipe.</param>
/// <param name="States">Digests of the three states.</param>
/// <param name="Files">Every file but this one, in ordinal order of names.</param>
public sealed record CheckpointManifest(
    int Format, string Run, long Step, long Term, Digest Recipe, StateDigests States, ImmutableArray<CheckpointFile> Files)
{
    /// <summary>The file's name in the folder of a checkpoint.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private const string SealStart = ",\n  \"seal\": \"";
    private const string SealEnd = "\"\n}\n";
    private const int SealDigits = 64;

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new DigestConverter() },
    };

    /// <summary>Size of all files but the manifest.</summary>
    public long TotalBytes() => Files.Sum(file => file.Bytes);

    internal byte[] ToBytes()
    {
        var open = JsonSerializer.Serialize(this, Json)[..^"\n}".Length];
        var bytes = Encoding.UTF8.GetBytes(open + SealStart + new string('0', SealDigits) + SealEnd);
        var seal = Encoding.ASCII.GetBytes(Digest.Of(bytes).Hex);
        seal.CopyTo(bytes.AsSpan(SealAt(bytes)));
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no manifest of ours, or were changed.</exception>
    internal static CheckpointManifest Parse(byte[] bytes)
    {
        var at = SealAt(bytes);
        if (at < SealStart.Length || !bytes.AsSpan(at + SealDigits).SequenceEqual(Encoding.ASCII.GetBytes(SealEnd)))
            throw new InvalidDataException("it does not end in a seal");
        var blank = bytes.ToArray();
        blank.AsSpan(at, SealDigits).Fill((byte)'0');
        if (!CryptographicOperations.FixedTimeEquals(bytes.AsSpan(at, SealDigits), Encoding.ASCII.GetBytes(Digest.Of(blank).Hex)))
            throw new InvalidDataException("its seal does not match its content");
        try
        {
            var manifest = JsonSerializer.Deserialize<CheckpointManifest>(bytes, Json) ?? throw new InvalidDataException("it is empty");
            manifest.Require();
            return manifest;
        }
        catch (JsonException damaged)
        {
            throw new InvalidDataException(damaged.Message, damaged);
        }
    }

    private static int SealAt(byte[] bytes) => bytes.Length - SealEnd.Length - SealDigits;

    private void Require()
    {
        if (Format != CurrentFormat) throw new InvalidDataException($"it has format {Format}; this version reads {CurrentFormat}");
        foreach (var file in Files) CheckpointFile.RequirePlainName(file.Name);
    }

    private sealed class DigestConverter : JsonConverter<Digest>
    {
        public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(reader.GetString() ?? throw new JsonException("a digest is missing"));

        public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.Hex);
    }
}

/// <summary>One file of a checkpoint.</summary>
/// <param name="Name">A plain file name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Over its bytes.</param>
public sealed record CheckpointFile(string Name, long Bytes, Digest Sha256)
{
    // A manifest may come from elsewhere: it must not point outside its own folder (G8).
    internal static void RequirePlainName(string name)
    {
        if (name.Length == 0 || name[0] == '.' || name == CheckpointManifest.FileName || name.Any(letter => letter is '/' or '\\' or < ' '))
            throw new InvalidDataException($"'{name}' is no plain file name");
    }
}
