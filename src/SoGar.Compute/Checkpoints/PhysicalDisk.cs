using System.ComponentModel;
using System.Runtime.InteropServices;

namespace SoGar.Compute.Checkpoints;

/// <summary>The machine's own file system.</summary>
public sealed partial class PhysicalDisk : ICheckpointDisk
{
    /// <summary>The one instance; it has no state.</summary>
    public static readonly PhysicalDisk Instance = new();

    private PhysicalDisk()
    {
    }

    /// <inheritdoc/>
    public void CreateDirectory(string path) => Directory.CreateDirectory(path);

    /// <inheritdoc/>
    public Stream Create(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <inheritdoc/>
    public void Sync(Stream file) => ((FileStream)file).Flush(flushToDisk: true);

    /// <inheritdoc/>
    public void SyncDirectory(string path)
    {
        // Windows keeps names with the files and offers no such call.
        if (OperatingSystem.IsWindows()) return;
        var descriptor = open(path, flags: 0);
        if (descriptor < 0) throw Failure(path);
        try
        {
            if (fsync(descriptor) != 0) throw Failure(path);
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    /// <inheritdoc/>
    public void Rename(string from, string to)
    {
        if (Directory.Exists(from)) Directory.Move(from, to);
        else File.Move(from, to, overwrite: true);   // without it .NET takes two steps, a link and an unlink
    }

    /// <inheritdoc/>
    public void DeleteDirectory(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    private static IOException Failure(string path)
    {
        var cause = new Win32Exception(Marshal.GetLastPInvokeError());
        return new IOException($"{path}: {cause.Message}", cause);
    }

    // .NET refuses to open folders, so the three calls are made by hand.
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int fsync(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int close(int descriptor);
}
