namespace SoGar.Compute.Video;

/// <summary>What tells one version of a file from the next: its size and when it was written. What was kept of a file is used while they agree.</summary>
public readonly record struct FileStamp(long SizeBytes, DateTime WrittenAtUtc)
{
    /// <summary>The stamp of a file as it is now; of a missing file, a stamp that no file has.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : new FileStamp(-1, default);
    }
}
