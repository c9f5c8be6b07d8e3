using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Reads a safetensors file, tensor by tensor and straight into the caller's memory. The header is checked whole when the file is opened.
/// May be read from several threads at once.
/// </summary>
/// <example><code>
/// using var file = SafetensorsFile.Open("svt-vit-b.safetensors");
/// foreach (var entry in file.Entries)
///     Console.WriteLine(entry);
/// float[] weights = file.ReadFloats("blocks.0.attn.qkv.weight");
/// </code></example>
public sealed class SafetensorsFile : IDisposable
{
    // One read call of the system takes less than 2 GiB; pieces of this size keep well below and lose nothing.
    private const int PieceBytes = 64 << 20;

    private readonly SafeFileHandle _file;
    private readonly long _dataStart;
    private readonly FrozenDictionary<string, SafetensorsEntry> _byName;

    private SafetensorsFile(string path, SafeFileHandle file, long dataStart, SafetensorsHeader header)
    {
        Path = path;
        _file = file;
        _dataStart = dataStart;
        Entries = header.Entries;
        Metadata = header.Metadata;
        _byName = header.Entries.ToFrozenDictionary(entry => entry.Name);
    }

    /// <summary>Where the file is.</summary>
    public string Path { get; }

    /// <summary>Its tensors, in the order of their places.</summary>
    public ImmutableArray<SafetensorsEntry> Entries { get; }

    /// <summary>What its writer noted; free text by key.</summary>
    public FrozenDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header against its size.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="SafetensorsException">It cannot be opened, or is no whole safetensors file.</exception>
    public static SafetensorsFile Open(string path)
    {
        SafeFileHandle? file = null;
        try
        {
            file = File.OpenHandle(path);
            var (header, dataStart) = ReadHeader(file);
            return new SafetensorsFile(path, file, dataStart, header);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or FormatException)
        {
            file?.Dispose();
            var advice = failure is FormatException ? "; fetch or export it again" : "";
            throw new SafetensorsException($"{path}: {failure.Message}{advice}", failure);
        }
    }

    /// <summary>The tensor with that name, or null.</summary>
    /// <param name="name">The key.</param>
    public SafetensorsEntry? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a tensor as it is.</summary>
    /// <param name="name">The key.</param>
    /// <param name="values">As many elements as the tensor has; row-major.</param>
    /// <typeparam name="T">The element's type; <see cref="ushort"/> for the bits of a bfloat16.</typeparam>
    /// <exception cref="SafetensorsException">There is no such tensor, it is of another type or size, or reading fails.</exception>
    public void Read<T>(string name, Span<T> values)
        where T : unmanaged
    {
        var entry = Require(name, values.Length);
        if (entry.Type != DTypes.Of<T>())
            throw new SafetensorsException($"{Path}: {entry} is not read as {typeof(T).Name}; ReadFloats converts what is a real number");
        ReadBytes(entry, 0, MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads a tensor of real numbers as float32, rounding to the nearest where it is of type F64.</summary>
    /// <param name="name">The key.</param>
    /// <param name="values">As many elements as the tensor has; row-major.</param>
    /// <exception cref="SafetensorsException">There is no such tensor, it holds no real numbers, it is of another size, or reading
    /// fails.</exception>
    public void ReadFloats(string name, Span<float> values)
    {
        var entry = Require(name, values.Length);
        if (entry.Type == DType.Float32)
        {
            ReadBytes(entry, 0, MemoryMarshal.AsBytes(values));
            return;
        }

        var widen = SafetensorsFloats.Widening(entry.Type)
            ?? throw new SafetensorsException($"{Path}: {entry} holds no real numbers, and float32 is wanted");
        var size = entry.Type.SizeBytes();
        var piece = new byte[Math.Min(entry.SizeBytes, 1 << 20)];
        for (var at = 0L; at < entry.SizeBytes; at += piece.Length)
        {
            var bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, entry.SizeBytes - at));
            ReadBytes(entry, at, bytes);
            widen(bytes, values.Slice((int)(at / size), bytes.Length / size));
        }
    }

    /// <summary>Reads a tensor of real numbers as float32; the array is the caller's.</summary>
    /// <inheritdoc cref="ReadFloats(string, Span{float})"/>
    public float[] ReadFloats(string name)
    {
        var values = new float[checked((int)Require(name).ElementCount)];
        ReadFloats(name, values);
        return values;
    }

    /// <summary>Reads a tensor onto the CPU in its own type.</summary>
    /// <param name="name">The key.</param>
    /// <returns>Belongs to the open <see cref="TensorScope"/>.</returns>
    /// <exception cref="SafetensorsException">There is no such tensor, or reading fails.</exception>
    public Tensor ReadTensor(string name)
    {
        var entry = Require(name);
        var tensor = Tensor.Empty(entry.Shape.AsSpan(), entry.Type);
        for (var at = 0L; at < entry.SizeBytes; at += PieceBytes)
            ReadBytes(entry, at, tensor.Bytes(at, (int)Math.Min(PieceBytes, entry.SizeBytes - at)));
        return tensor;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static (SafetensorsHeader Header, long DataStart) ReadHeader(SafeFileHandle file)
    {
        Span<byte> length = stackalloc byte[SafetensorsHeader.LengthBytes];
        var fileBytes = RandomAccess.GetLength(file);
        if (!TryFill(file, length, 0))
            throw new FormatException($"it has {fileBytes} bytes and is no safetensors file");
        var headerBytes = BinaryPrimitives.ReadInt64LittleEndian(length);
        if (headerBytes is < 2 or > SafetensorsHeader.MaxBytes)
            throw new FormatException($"its header claims {headerBytes} bytes where 2 to {SafetensorsHeader.MaxBytes} are allowed; it is no safetensors file");
        var dataStart = SafetensorsHeader.LengthBytes + headerBytes;
        if (dataStart > fileBytes)
            throw new FormatException($"its header claims {headerBytes} bytes and the file ends after {fileBytes}: it was cut off, or is no safetensors file");
        var json = new byte[headerBytes];
        TryFill(file, json, SafetensorsHeader.LengthBytes);
        return (SafetensorsHeader.Parse(json, fileBytes - dataStart), dataStart);
    }

    private static bool TryFill(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(file, bytes[..Math.Min(bytes.Length, PieceBytes)], offset);
            if (read == 0)
                return false;
            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }

    private SafetensorsEntry Require(string name) => Find(name) ?? throw new SafetensorsException(
        $"{Path}: there is no tensor '{name}'; the first of its {Entries.Length} are {string.Join(", ", Entries.Take(5).Select(entry => entry.Name))}");

    private SafetensorsEntry Require(string name, int count) => Require(name) is var entry && entry.ElementCount == count
        ? entry
        : throw new SafetensorsException($"{Path}: {entry} has {entry.ElementCount} elements, and {count} are wanted");

    private void ReadBytes(SafetensorsEntry entry, long at, Span<byte> bytes)
    {
        try
        {
            if (!TryFill(_file, bytes, _dataStart + entry.Offset + at))
                throw new SafetensorsException($"{Path}: it ends within {entry}, though it was whole when it was opened: something is writing to it");
        }
        catch (IOException failure)
        {
            throw new SafetensorsException($"{Path}: {entry} cannot be read: {failure.Message}", failure);
        }
    }
}
