using System.Text.Json;
using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// Where a synthetic data set keeps what (docs/data-format.md). <c>dataset.json</c> says what is being made and comes first,
/// <c>clips.csv</c> comes last: a directory with the first and without the second is unfinished.
/// </summary>
internal sealed class VideoSetFiles(string directory)
{
    /// <summary>Grows when the same options would give other frames.</summary>
    public const int GeneratorVersion = 1;

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private string DescriptionPath => Path.Combine(directory, DataSetLayout.DescriptionName);

    private string TablePath => Path.Combine(directory, DataSetLayout.TableName);

    /// <summary>True once every clip is made.</summary>
    public bool IsFinished => File.Exists(TablePath);

    /// <summary>The path of a clip's video within the data set.</summary>
    public static string VideoName(ClipKey key) => $"videos/{key.Split.Name()}/{key.Name}.mp4";

    /// <summary>The path of a clip's boxes within the data set.</summary>
    public static string BoxesName(ClipKey key) => $"boxes/{key.Split.Name()}/{key.Name}.csv";

    /// <summary>The full path of a file of the data set.</summary>
    public string PathOf(string name) => Path.Combine(directory, name);

    /// <summary>Makes sure that the directory is new, or holds this very data set, finished or not, and marks it.</summary>
    /// <returns>The claim: until it is disposed, no other process makes videos there.</returns>
    /// <exception cref="DataException">It holds something else, or is claimed already.</exception>
    public IDisposable Claim(VideoSetOptions options)
    {
        var description = Describe(options);
        if (!File.Exists(DescriptionPath))
        {
            if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any(path => path != Unfinished(DescriptionPath)))
                throw new DataException($"{directory} is not empty and not a data set made by this program; choose a new directory");
            Directory.CreateDirectory(directory);
            WriteWholeAt(DescriptionPath, writer => writer.Write(description));
        }

        var claim = OpenForUsAlone();
        if (new StreamReader(claim).ReadToEnd() != description)
        {
            claim.Dispose();
            throw new DataException(
                $"{directory} holds videos made with other options (see {DescriptionPath}); choose another directory or remove this one");
        }

        foreach (var key in options.Clips().DistinctBy(key => key.Split))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(VideoName(key)))!);
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(BoxesName(key)))!);
        }

        return claim;
    }

    /// <summary>Removes what makers that were killed left unfinished; only for whoever holds the claim.</summary>
    public void RemoveLeftovers()
    {
        foreach (var path in Directory.EnumerateFiles(PathOf("videos"), "*.part", SearchOption.AllDirectories))
            File.Delete(path);
    }

    /// <summary>Writes the table of clips, which declares the data set finished.</summary>
    public void Finish(VideoSetOptions options)
    {
        AvaFiles.Write(this, options);
        WriteWhole(DataSetLayout.TableName, writer => WriteTable(writer, options));
    }

    /// <summary>Writes a text file of the data set, which is there whole or not at all.</summary>
    public void WriteWhole(string name, Action<TextWriter> write) => WriteWholeAt(PathOf(name), write);

    private static void WriteTable(TextWriter writer, VideoSetOptions options)
    {
        CsvText.WriteRecord(writer, "path", "split", "activity", "label", "frames", "fps", "width", "height", "boxes");
        var format = options.Format;
        foreach (var key in options.Clips())
            CsvText.WriteRecord(
                writer,
                VideoName(key), key.Split.Name(), key.Activity.Name(), $"{(int)key.Activity}",
                $"{format.FrameCount}", $"{format.FramesPerSecond}", $"{format.Width}", $"{format.Height}", BoxesName(key));
    }

    // Sharing with nobody locks the file; the system unlocks it when a process dies, however it dies.
    private FileStream OpenForUsAlone()
    {
        try
        {
            return new FileStream(DescriptionPath, FileMode.Open, FileAccess.Read, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new DataException($"{directory}: another process is making videos there ({taken.Message}); wait for it, or choose another directory", taken);
        }
    }

    // Written under another name and renamed, so that a file is there whole or not at all.
    private static void WriteWholeAt(string path, Action<TextWriter> write)
    {
        using (var writer = new StreamWriter(Unfinished(path)))
            write(writer);
        File.Move(Unfinished(path), path, overwrite: true);
    }

    private static string Unfinished(string path) => path + ".part";

    private static string Describe(VideoSetOptions options) => JsonSerializer.Serialize(
        new
        {
            GeneratorVersion,
            options.Seed,
            SplitSeeds = SplitNames.All.ToDictionary(split => split.Name(), split => ClipKey.SeedOf(options.Seed, split)),
            Clips = SplitNames.All.ToDictionary(split => split.Name(), options.ClipCountOf),
            Frames = options.Format.FrameCount,
            Fps = options.Format.FramesPerSecond,
            options.Format.Width,
            options.Format.Height,
            Activities = Activities.All.Select(activity => activity.Name()),
        },
        Json) + "\n";
}
