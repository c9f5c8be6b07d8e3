namespace SoGar.Compute.Data;

/// <summary>
/// Reads a folder of videos: every file below it with a known extension, sorted by path character code by character code, without labels.
/// What is hidden (its name begins with a dot) is passed over; a link to another folder is refused rather than followed, or silently left out.
/// </summary>
internal static class VideoFolder
{
    private static readonly string[] Extensions =
        [".mp4", ".m4v", ".mov", ".avi", ".mkv", ".webm", ".ts", ".m2ts", ".mts", ".mpg", ".mpeg", ".h264", ".264", ".hevc", ".h265", ".265"];

    /// <summary>True if the name ends like that of a video, in any case of letters.</summary>
    public static bool IsVideo(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the folder at <paramref name="folder"/>.</summary>
    /// <exception cref="DataException">It cannot be used.</exception>
    public static DataSet Read(string folder)
    {
        if (!Directory.Exists(folder))
            throw new DataException($"{folder}: not a folder; open a list file with data.format = list");

        var root = new DataRoot(folder);
        var complaints = new Complaints();
        var samples = new List<Sample>();
        foreach (var path in Videos(folder, complaints))
            if (root.TryFind(path, out var id, out var fullPath) is { } reason)
                complaints.Add($"{folder}: {reason}");
            else
                samples.Add(new Sample(id, fullPath));

        complaints.ThrowIfAny();
        if (samples.Count == 0)
            throw new DataException(
                $"{folder} holds no videos ({string.Join(' ', Extensions)}); './sogar videos make --out DIR' makes some to begin with");
        samples.Sort((one, other) => string.CompareOrdinal(one.Id, other.Id));
        return new DataSet(folder, samples, [], hasSplits: false);
    }

    private static IEnumerable<string> Videos(string folder, Complaints complaints)
    {
        var ahead = new Stack<string>([folder]);
        while (ahead.TryPop(out var here))
            foreach (var entry in Entries(here, complaints))
                if (!entry.Attributes.HasFlag(FileAttributes.Directory))
                {
                    if (IsVideo(entry.Name))
                        yield return entry.FullName;
                }
                else if (entry.LinkTarget is null)
                    ahead.Push(entry.FullName);
                else
                    complaints.Add($"{entry.FullName} is a link to a folder ({entry.LinkTarget}); open that folder, or move the videos here");
    }

    private static FileSystemInfo[] Entries(string folder, Complaints complaints)
    {
        try
        {
            return [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.Name[0] != '.')];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            complaints.Add($"{folder}: cannot be listed: {refused.Message}");
            return [];
        }
    }
}
