using System.Globalization;
using System.Text.RegularExpressions;

namespace SoGar.Compute.Data.Formats;

/// <summary>The videos of AVA by name: whole films, and cuts that say in their names which seconds they hold.</summary>
internal sealed partial class AvaVideos
{
    private readonly Dictionary<string, string> _whole = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<(int Start, int End, string Path)>> _cuts = new(StringComparer.Ordinal);

    /// <summary>Lists the folder <c>videos</c> and the folders in it; videos there go by their names with and without the folder.</summary>
    public AvaVideos(FormatFolder folder)
    {
        if (!folder.HasFolder("videos")) folder.Refuse("", null, "no folder 'videos'");
        foreach (var name in folder.FoldersIn("videos").Prepend("").SelectMany(sub => folder.FilesIn(Path.Combine("videos", sub), Any()).Select(file => Path.Combine(sub, file))).Where(VideoFolder.IsVideo))
        {
            if (folder.FindVideo($"videos/{name}", out var reason) is not { } path)
            {
                folder.Refuse("videos", null, reason);
                continue;
            }

            var stem = Path.ChangeExtension(name, null);
            _whole.TryAdd(stem, path);
            _whole.TryAdd(Path.GetFileName(stem), path);
            if (Cut().Match(Path.GetFileName(stem)) is not { Success: true } cut) continue;
            if (!_cuts.TryGetValue(cut.Groups[1].Value, out var cuts)) _cuts.Add(cut.Groups[1].Value, cuts = []);
            cuts.Add(
                (int.Parse(cut.Groups[2].ValueSpan, CultureInfo.InvariantCulture), int.Parse(cut.Groups[3].ValueSpan, CultureInfo.InvariantCulture), path));
        }
    }

    /// <summary>The file that shows a second of a video, and when in the file; null where none does.</summary>
    public (string Path, TimeSpan At)? Find(string video, int second)
    {
        if (_whole.TryGetValue(video, out var whole)) return (whole, TimeSpan.FromSeconds(second));
        foreach (var (start, end, path) in _cuts.GetValueOrDefault(video) ?? [])
            if (start <= second && second <= end) return (path, TimeSpan.FromSeconds(second - start));
        return null;
    }

    [GeneratedRegex(".")]
    private static partial Regex Any();

    [GeneratedRegex(@"^(.+)_(\d{6})_(\d{6})$")]
    private static partial Regex Cut();
}
