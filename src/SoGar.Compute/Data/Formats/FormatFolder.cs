using System.Text.RegularExpressions;
using SoGar.Compute.Video;

namespace SoGar.Compute.Data.Formats;

/// <summary>
/// A public data set while it is read: its files below one root, the samples found so far, and what is wrong. Readers of formats go on after a bad line, so
/// that all complaints come together.
/// </summary>
internal sealed class FormatFolder
{
    private readonly DataRoot _root;
    private readonly Complaints _complaints;
    private readonly List<Sample> _samples = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Begins with a folder, or with a list file, whose folder is the root.</summary>
    public FormatFolder(string path, FormatOptions options, Complaints complaints)
    {
        (Options, _complaints) = (options, complaints);
        ListName = File.Exists(path) ? Path.GetFileName(path) : null;
        Root = ListName is null ? path : Path.GetDirectoryName(path)!;
        _root = new DataRoot(Root);
    }

    /// <summary>The folder that all files lie in.</summary>
    public string Root { get; }

    /// <summary>The file that was opened; null where a folder was.</summary>
    public string? ListName { get; }

    /// <summary>What of the data set is taken.</summary>
    public FormatOptions Options { get; }

    /// <summary>The samples in the order in which they were added.</summary>
    public IReadOnlyList<Sample> Samples => _samples;

    /// <summary>The full path of a file of the data set, for complaints.</summary>
    public string PathOf(string name) => name.Length == 0 ? Root : Path.Combine(Root, name);

    /// <summary>Notes a bad line, or a bad file where the line is null.</summary>
    public void Refuse(string name, int? line, string reason) => _complaints.Add(PathOf(name), line, reason);

    /// <summary>Notes what is listed and not there, in a data set that is usually incomplete.</summary>
    public void Miss(string name, int? line, string reason) => _complaints.AddMissing(PathOf(name), line, reason);

    /// <summary>The lines of a text file; complains, and gives none, where the file is not there.</summary>
    public IReadOnlyList<TextLine> Lines(string name)
    {
        if (_root.TryFind(name, out _, out var fullPath) is { } reason)
        {
            Refuse("", null, reason);
            return [];
        }

        try
        {
            return TextLine.ReadAll(fullPath, name);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or DataException)
        {
            Refuse(name, null, $"cannot be read: {refused.Message}");
            return [];
        }
    }

    /// <summary>Whether a file is there, inside the root.</summary>
    public bool HasFile(string name) => _root.TryFind(name, out _, out _) is null;

    /// <summary>Whether a folder is there, inside the root.</summary>
    public bool HasFolder(string name) => _root.TryFindFolder(name, out _, out _) is null;

    /// <summary>The first of some folders that is there; the root where none is.</summary>
    public string FolderAmong(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            if (HasFolder(name)) return name;
        return "";
    }

    /// <summary>Files of a folder whose names match, sorted character code by character code; none where it is not there.</summary>
    public IReadOnlyList<string> FilesIn(string folder, Regex names) => Entries(folder, Directory.EnumerateFiles, names);

    /// <summary>Folders of a folder, sorted character code by character code; hidden ones are passed over.</summary>
    public IReadOnlyList<string> FoldersIn(string folder) => Entries(folder, Directory.EnumerateDirectories, null);

    /// <summary>Adds a clip of numbered images, or complains where its folder, its first or its last image is not there.</summary>
    /// <param name="list">The file that names it.</param>
    /// <param name="line">Where.</param>
    /// <param name="id">Its identity; each once.</param>
    /// <param name="folder">Where the images are, within the root.</param>
    /// <param name="images">Which.</param>
    /// <param name="split">What it may be used for.</param>
    /// <param name="label">Its label, if it has one.</param>
    /// <param name="annotation">What else is known of it.</param>
    public void AddImages(
        string list, int? line, string id, string folder, NumberedImages images, Split split, int? label, Func<ClipAnnotation?>? annotation = null)
    {
        if (_root.TryFindFolder(folder, out _, out var fullPath) is { } reason)
            Refuse(list, line, reason);
        else if (images.Count < 1)
            Refuse(list, line, $"{folder} has no image of the clip");
        else if ((_root.TryFind(Path.Combine(folder, images.NameOf(0)), out _, out _) ?? _root.TryFind(Path.Combine(folder, images.NameOf(images.Count - 1)), out _, out _)) is { } missing)
            Refuse(list, line, $"{missing}; {images.Count} images {images} are needed");
        else
            Add(list, line, new Sample(id, new ClipSource(fullPath) { Images = images }, split, label, annotation));
    }

    /// <summary>The full path of a video; null, and the reason, where it is not there.</summary>
    public string? FindVideo(string name, out string reason)
    {
        reason = _root.TryFind(name, out _, out var fullPath) ?? "";
        return reason.Length == 0 ? fullPath : null;
    }

    /// <summary>Adds a sample, or complains where its identity is taken.</summary>
    public void Add(string list, int? line, Sample sample)
    {
        if (_ids.Add(sample.Id)) _samples.Add(sample);
        else Refuse(list, line, $"'{sample.Id}' is listed already");
    }

    private string[] Entries(string folder, Func<string, IEnumerable<string>> list, Regex? names)
    {
        if (folder.Length > 0 && !HasFolder(folder)) return [];
        try
        {
            return [.. list(PathOf(folder)).Select(path => Path.GetFileName(path)!).Where(name => name[0] != '.' && names?.IsMatch(name) != false)
                .Order(StringComparer.Ordinal)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Refuse(folder, null, $"cannot be listed: {refused.Message}");
            return [];
        }
    }
}
