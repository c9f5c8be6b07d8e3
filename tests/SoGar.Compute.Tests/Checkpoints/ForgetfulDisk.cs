using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Checkpoints;

/// <summary>
/// A disk that keeps only what it was told to keep. Operations take effect at once, as programs see them; <see cref="CutPower"/> then takes back what no
/// sync has made safe: bytes of files are lost, cut off or torn, new names vanish, renamed ones bear their old names again, each by chance.
/// </summary>
internal sealed class ForgetfulDisk : ICheckpointDisk
{
    private readonly List<(string From, string To)> _unsafeRenames = [];
    private readonly HashSet<string> _unsafeFiles = [];
    private readonly HashSet<string> _unsafeNames = [];
    private int _operationsLeft;

    /// <param name="operations">The power goes before the next one after these.</param>
    public ForgetfulDisk(int operations) => _operationsLeft = operations;

    public void CreateDirectory(string path)
    {
        Count();
        if (!Directory.Exists(path)) _unsafeNames.Add(path);
        PhysicalDisk.Instance.CreateDirectory(path);
    }

    public Stream Create(string path)
    {
        Count();
        _unsafeFiles.Add(path);
        _unsafeNames.Add(path);
        return PhysicalDisk.Instance.Create(path);
    }

    public void Sync(Stream file)
    {
        Count();
        file.Flush();
        _unsafeFiles.Remove(((FileStream)file).Name);
    }

    public void SyncDirectory(string path)
    {
        Count();
        _unsafeNames.RemoveWhere(name => Path.GetDirectoryName(name) == path);
        _unsafeRenames.RemoveAll(rename => Path.GetDirectoryName(rename.To) == path);
    }

    public void Rename(string from, string to)
    {
        Count();
        PhysicalDisk.Instance.Rename(from, to);
        _unsafeRenames.Add((from, to));
        Follow(from, to);
    }

    public void DeleteDirectory(string path)
    {
        Count();
        PhysicalDisk.Instance.DeleteDirectory(path);
        _unsafeFiles.RemoveWhere(file => IsIn(file, path));
        _unsafeNames.RemoveWhere(name => name == path || IsIn(name, path));
        _unsafeRenames.RemoveAll(rename => rename.To == path || IsIn(rename.To, path));
    }

    /// <summary>Leaves on the real disk one of the states that a power cut could leave.</summary>
    public void CutPower(KeyedRandom random)
    {
        foreach (var file in _unsafeFiles.Where(File.Exists).Order(StringComparer.Ordinal)) Damage(file, random);
        for (var last = _unsafeRenames.Count - 1; last >= 0; last--)
        {
            var (from, to) = _unsafeRenames[last];
            if (!random.Happens(0.5)) break;   // names change in order: an earlier one is not lost where a later one is kept
            PhysicalDisk.Instance.Rename(to, from);
            Follow(to, from);
        }

        foreach (var name in _unsafeNames.OrderByDescending(name => name.Length).ThenBy(name => name, StringComparer.Ordinal))
        {
            if (!random.Happens(0.5)) continue;
            if (Directory.Exists(name)) Directory.Delete(name, recursive: true);
            else File.Delete(name);
        }
    }

    private void Count()
    {
        if (_operationsLeft-- == 0) throw new PowerCutException();
    }

    private static void Damage(string file, KeyedRandom random)
    {
        var bytes = File.ReadAllBytes(file);
        switch (random.NextInt(3))
        {
            case 0: Array.Resize(ref bytes, random.NextInt(bytes.Length + 1)); break;
            case 1: bytes.AsSpan(random.NextInt(bytes.Length + 1)).Clear(); break;
            default: return;
        }

        File.WriteAllBytes(file, bytes);
    }

    private void Follow(string from, string to)
    {
        foreach (var set in new[] { _unsafeFiles, _unsafeNames })
            foreach (var path in set.Where(path => path == from || IsIn(path, from)).ToArray())
            {
                set.Remove(path);
                set.Add(to + path[from.Length..]);
            }
    }

    private static bool IsIn(string path, string folder) => path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}

/// <summary>The machine is off; nothing after it happens. No kind of failure that the writer knows how to handle.</summary>
internal sealed class PowerCutException() : Exception("the power is gone");
