namespace SoGar.Compute.Checkpoints;

/// <summary>
/// What writing checkpoints asks of a file system; the real one is <see cref="PhysicalDisk"/>, tests put failures in its place. Paths are absolute.
/// Reading is not behind a port: what a faulty disk left is read from real files.
/// </summary>
public interface ICheckpointDisk
{
    /// <summary>Creates a folder and those above it.</summary>
    void CreateDirectory(string path);

    /// <summary>Opens a new file for writing; fails where one exists.</summary>
    Stream Create(string path);

    /// <summary>Returns when what was written to <paramref name="file"/> survives a power cut. The file came from <see cref="Create"/>.</summary>
    void Sync(Stream file);

    /// <summary>Returns when the names in the folder survive a power cut.</summary>
    void SyncDirectory(string path);

    /// <summary>Renames a file or folder within its folder in one step that happens wholly or not at all.</summary>
    void Rename(string from, string to);

    /// <summary>Deletes a folder with all in it; does nothing where there is none.</summary>
    void DeleteDirectory(string path);
}
