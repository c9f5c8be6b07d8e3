using System.Collections.Immutable;

namespace SoGar.Compute.Checkpoints;

/// <summary>A checkpoint whose manifest was accepted. Reading a file of it checks the file's hash (G6).</summary>
public sealed class Checkpoint
{
    internal Checkpoint(string directory, CheckpointManifest manifest)
    {
        Directory = directory;
        Manifest = manifest;
    }

    /// <summary>Its folder.</summary>
    public string Directory { get; }

    /// <summary>What it holds.</summary>
    public CheckpointManifest Manifest { get; }

    /// <summary>Steps that the state has behind it.</summary>
    public long Step => Manifest.Step;

    /// <summary>Reads the tensors of a file; the arrays belong to the caller.</summary>
    /// <exception cref="CheckpointBrokenException">The file is missing or not as it was written.</exception>
    public ImmutableArray<StateTensor> ReadTensors(string fileName) => Read(fileName, (stream, file) => StateFile.Read(stream, file.Bytes));

    /// <summary>Reads a small file.</summary>
    /// <exception cref="CheckpointBrokenException">The file is missing or not as it was written.</exception>
    public byte[] ReadBytes(string fileName) => Read(fileName, (stream, _) =>
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    });

    /// <summary>Reads and hashes every file.</summary>
    /// <exception cref="CheckpointBrokenException">One of them is missing or not as it was written.</exception>
    public void Verify()
    {
        foreach (var file in Manifest.Files)
        {
            Read(file.Name, (stream, _) =>
            {
                stream.CopyTo(Stream.Null, 1 << 20);
                return file;
            });
        }
    }

    private T Read<T>(string fileName, Func<Stream, CheckpointFile, T> read)
    {
        var file = Manifest.Files.FirstOrDefault(file => file.Name == fileName)
            ?? throw new CheckpointBrokenException($"{Directory} holds no {fileName}");
        var path = Path.Combine(Directory, fileName);
        try
        {
            using var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (content.Length != file.Bytes)
                throw new CheckpointBrokenException($"{path} has {content.Length} bytes; {file.Bytes} were written");
            using var hashing = new HashingStream(content);
            var result = read(hashing, file);
            return hashing.TakeDigest() == file.Sha256
                ? result
                : throw new CheckpointBrokenException($"{path} has other bytes than were written: its SHA-256 differs from the manifest's");
        }
        catch (Exception failure) when (failure is InvalidDataException or UnauthorizedAccessException or (IOException and not CheckpointBrokenException))
        {
            throw new CheckpointBrokenException($"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
