namespace SoGar.Compute.Data;

/// <summary>
/// The folder that a data set may not leave (G8): whatever a list names, by an absolute path, by <c>..</c> or through links, lies inside it
/// or is refused.
/// </summary>
/// <remarks>
/// Links are resolved one by one as the kernel does it, and what is handed out is the resolved path: a link changed later leads nowhere else.
/// </remarks>
internal sealed class DataRoot
{
    // As many as Linux follows before it gives up (path_resolution(7)).
    private const int MostLinks = 40;

    private readonly string _root;
    private readonly string _realRoot;
    private readonly Dictionary<string, string> _realFolders = new(StringComparer.Ordinal);

    /// <summary>The root at <paramref name="folder"/>, which exists; it may itself be reached through links.</summary>
    public DataRoot(string folder)
    {
        _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        _realRoot = Resolve(_root);
    }

    /// <summary>Finds a file of the data set.</summary>
    /// <param name="name">Relative to the root, or absolute.</param>
    /// <param name="id">The path within the root, '/' between folders.</param>
    /// <param name="fullPath">The file with all links resolved.</param>
    /// <returns>Null if the file is there and inside; else why not.</returns>
    public string? TryFind(string name, out string id, out string fullPath) => TryFind(name, isFolder: false, out id, out fullPath);

    /// <summary>Finds a folder of the data set; else as <see cref="TryFind(string, out string, out string)"/>.</summary>
    public string? TryFindFolder(string name, out string id, out string fullPath) => TryFind(name, isFolder: true, out id, out fullPath);

    private string? TryFind(string name, bool isFolder, out string id, out string fullPath)
    {
        (id, fullPath) = ("", "");
        if (name.Contains('\0', StringComparison.Ordinal))
            return "the path holds a zero character";

        var lexical = Path.GetFullPath(name, _root);
        if (!IsInside(lexical, _root))
            return $"'{name}' leads out of the data root {_root}; move the file inside or open a folder that holds both";

        id = Path.GetRelativePath(_root, lexical).Replace(Path.DirectorySeparatorChar, '/');
        try
        {
            fullPath = Resolve(Path.Combine(RealFolder(Path.GetDirectoryName(lexical)!), Path.GetFileName(lexical)));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"'{name}' cannot be followed: {refused.Message}";
        }

        if (!IsInside(fullPath, _realRoot))
            return $"'{name}' is a link that leads out of the data root, to {fullPath}; open a folder that holds both";
        if (isFolder)
            return Directory.Exists(fullPath) ? null : $"no folder '{name}' in {_root}";
        return File.Exists(fullPath) ? null : $"no file '{name}' in {_root}";
    }

    private static bool IsInside(string path, string folder) =>
        path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private string RealFolder(string folder)
    {
        if (!_realFolders.TryGetValue(folder, out var real))
            _realFolders.Add(folder, real = Resolve(folder));
        return real;
    }

    // A ".." in a link's target means the parent of where the links have led so far, not of what is written: "sub/../x" may be far away.
    private static string Resolve(string path)
    {
        var real = Path.GetPathRoot(path)!;
        var linkCount = 0;
        var ahead = new Stack<string>();
        Push(ahead, path[real.Length..]);
        while (ahead.TryPop(out var part))
        {
            if (part == "..")
            {
                real = Path.GetDirectoryName(real) ?? real;
                continue;
            }

            var next = Path.Combine(real, part);
            if (new FileInfo(next).LinkTarget is not { } target)
            {
                real = next;
                continue;
            }

            if (++linkCount > MostLinks)
                throw new IOException($"more than {MostLinks} links; do they lead in a circle?");
            if (Path.IsPathRooted(target))
                real = Path.GetPathRoot(target)!;
            Push(ahead, target[(Path.GetPathRoot(target) ?? "").Length..]);
        }

        return real;
    }

    private static void Push(Stack<string> ahead, string path)
    {
        foreach (var part in path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse())
            if (part != ".")
                ahead.Push(part);
    }
}
