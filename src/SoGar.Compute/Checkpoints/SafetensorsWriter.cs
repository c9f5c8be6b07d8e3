using System.Collections.Frozen;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Writes a safetensors file, tensor by tensor in any order, straight from the caller's memory. The file appears under its name once it
/// is whole: until <see cref="Complete"/> it has <c>.partial</c> behind its name, and <see cref="Dispose"/> without it removes that. Not
/// for use from two threads at once.
/// </summary>
public sealed class SafetensorsWriter : IDisposable
{
    private const int PieceBytes = 64 << 20;

    private readonly string _path;
    private readonly SafeFileHandle _file;
    private readonly long _dataStart;
    private readonly FrozenDictionary<string, SafetensorsEntry> _entries;
    private readonly HashSet<string> _missing;

    private SafetensorsWriter(string path, SafetensorsHeader header)
    {
        _path = path;
        _entries = header.Entries.ToFrozenDictionary(entry => entry.Name);
        _missing = [.. header.Entries.Select(entry => entry.Name)];
        var head = header.ToBytes();
        _dataStart = head.Length;
        _file = Guarded(() =>
        {
            var total = head.Length + header.Entries.Sum(entry => entry.SizeBytes);
            var file = File.OpenHandle(PartialPath, FileMode.Create, FileAccess.Write, preallocationSize: total);
            RandomAccess.Write(file, head, 0);
            return file;
        });
    }

    private string PartialPath => _path + ".partial";

    /// <summary>Starts a file.</summary>
    /// <param name="path">Where it will appear; an older file there is replaced then.</param>
    /// <param name="entries">Names, types and shapes of all its tensors.</param>
    /// <param name="metadata">Free text by key, or null.</param>
    /// <exception cref="ArgumentException">A name stands twice, is empty or is reserved.</exception>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public static SafetensorsWriter Create(
        string path, IEnumerable<SafetensorsEntry> entries, IEnumerable<KeyValuePair<string, string>>? metadata = null) =>
        new(path, SafetensorsHeader.Plan(entries, metadata));

    /// <summary>Writes one tensor; borrowed for the call, nothing is copied.</summary>
    /// <param name="name">One of the names given at the start.</param>
    /// <param name="values">Row-major, as many as the shape has.</param>
    /// <typeparam name="T">The element's type; <see cref="ushort"/> for the bits of a bfloat16.</typeparam>
    /// <exception cref="ArgumentException">No such tensor was announced, it was written already, or type or number differ.</exception>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public void Write<T>(string name, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var entry = Begin(name, DTypes.Of<T>(), values.Length);
        WriteBytes(entry, 0, MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes one tensor.</summary>
    /// <param name="name">One of the names given at the start.</param>
    /// <param name="tensor">Of the shape and type given there; borrowed.</param>
    /// <exception cref="ArgumentException">No such tensor was announced, it was written already, or type or shape differ.</exception>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public void Write(string name, Tensor tensor)
    {
        using var scope = TensorScope.Open();
        if (_entries.TryGetValue(name, out var announced) && !tensor.Shape.SequenceEqual(announced.Shape.AsSpan()))
            throw new ArgumentException($"{announced} was announced, and {tensor} given", nameof(tensor));
        var entry = Begin(name, tensor.DType, tensor.ElementCount);
        var here = tensor.To(Device.Cpu).Contiguous();
        for (var at = 0L; at < entry.SizeBytes; at += PieceBytes)
            WriteBytes(entry, at, here.Bytes(at, (int)Math.Min(PieceBytes, entry.SizeBytes - at)));
    }

    /// <summary>Gives the file its name.</summary>
    /// <param name="flushToDisk">Whether its bytes shall survive a power cut from then on.</param>
    /// <exception cref="InvalidOperationException">A tensor that was announced has not been written.</exception>
    /// <exception cref="SafetensorsException">The file cannot be written.</exception>
    public void Complete(bool flushToDisk = false)
    {
        if (_missing.Count > 0)
            throw new InvalidOperationException($"{_path}: {_missing.Count} tensors were announced and not written, such as {_missing.Order().First()}");
        Guarded(() =>
        {
            if (flushToDisk)
                RandomAccess.FlushToDisk(_file);
            _file.Dispose();
            File.Move(PartialPath, _path, overwrite: true);
            if (flushToDisk)
                PhysicalDisk.Instance.SyncDirectory(Path.GetDirectoryName(Path.GetFullPath(_path))!);
            return true;
        });
    }

    /// <summary>Closes the file, and removes it when it was not completed.</summary>
    public void Dispose()
    {
        if (_file.IsClosed)
            return;
        _file.Dispose();
        File.Delete(PartialPath);
    }

    private SafetensorsEntry Begin(string name, DType type, long count)
    {
        if (!_entries.TryGetValue(name, out var entry))
            throw new ArgumentException($"'{name}' was not announced when {_path} was started", nameof(name));
        if (entry.Type != type || entry.ElementCount != count)
            throw new ArgumentException($"{entry} was announced, and {count} elements of {type} given", nameof(name));
        return _missing.Remove(name) ? entry : throw new ArgumentException($"'{name}' was written already", nameof(name));
    }

    private void WriteBytes(SafetensorsEntry entry, long at, ReadOnlySpan<byte> bytes)
    {
        try
        {
            for (var done = 0; done < bytes.Length; done += PieceBytes)
                RandomAccess.Write(_file, bytes[done..Math.Min(bytes.Length, done + PieceBytes)], _dataStart + entry.Offset + at + done);
        }
        catch (IOException failure)
        {
            throw Refused(failure);
        }
    }

    private T Guarded<T>(Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused(failure);
        }
    }

    private SafetensorsException Refused(Exception failure) => new($"{_path} cannot be written: {failure.Message}", failure);
}
