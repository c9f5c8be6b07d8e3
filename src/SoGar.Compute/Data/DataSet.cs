using SoGar.Compute.Data.Formats;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Data;

/// <summary>The videos that a run or an evaluation may read, in one order on every machine.</summary>
public sealed class DataSet
{
    /// <summary>Gathers samples.</summary>
    /// <param name="root">The folder that all files lie in; nothing outside it is opened.</param>
    /// <param name="samples">In the order that every machine finds them in; identities differ.</param>
    /// <param name="labelNames">Name of each label, by index; empty if there are no labels.</param>
    /// <param name="hasSplits">Whether the data set says which samples are for what.</param>
    public DataSet(string root, IReadOnlyList<Sample> samples, IReadOnlyList<string> labelNames, bool hasSplits) =>
        (Root, Samples, LabelNames, HasSplits) = (root, samples, labelNames, hasSplits);

    /// <summary>The folder that all files lie in.</summary>
    public string Root { get; }

    /// <summary>Every sample, never none.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>Name of each label, by index; empty if there are no labels.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Whether the data set says which samples are for what.</summary>
    public bool HasSplits { get; }

    /// <summary>Names of what single people do; empty if the data set does not say.</summary>
    public IReadOnlyList<string> ActionNames { get; init; } = [];

    /// <summary>Names of what groups of people do within a frame; empty if the data set does not say.</summary>
    public IReadOnlyList<string> SocialNames { get; init; } = [];

    /// <summary>Class of each label when classes are united as the data set's second figure asks for; empty where it has none.</summary>
    public IReadOnlyList<int> MergedLabels { get; init; } = [];

    /// <summary>Key frames that the data set leaves out of its evaluation.</summary>
    public IReadOnlySet<string> ExcludedFrames { get; init; } = new HashSet<string>();

    /// <summary>Boxes of a person detector for key frames, where the data set comes with some.</summary>
    public IReadOnlyList<DetectedPerson> Detections { get; init; } = [];

    /// <summary>The samples of one split; all of them where the data set has no splits.</summary>
    public IReadOnlyList<Sample> Part(Split split) => HasSplits ? [.. Samples.Where(sample => sample.Split == split)] : Samples;

    /// <summary>The samples that figures are measured on: the test part, or the validation part where that is all that has labels, as with Kinetics.</summary>
    public IReadOnlyList<Sample> Measured() => Part(Split.Test) is { Count: > 0 } test ? test : Part(Split.Validation);

    /// <summary>Opens a data set and checks all that can be checked without decoding: lines, labels, and that every file exists inside the root.</summary>
    /// <param name="path">A folder, or a list file, whose folder is the root.</param>
    /// <param name="format">What stands there; by default it is looked at.</param>
    /// <exception cref="DataException">It cannot be used; all reasons together, up to a limit, each with file and line.</exception>
    public static DataSet Open(string path, DataFormat format = DataFormat.Auto) => Open(path, format, new FormatOptions());

    /// <inheritdoc cref="Open(string, DataFormat)"/>
    /// <param name="path">A folder, or a list file, whose folder is the root.</param>
    /// <param name="format">What stands there; by default it is looked at.</param>
    /// <param name="options">What of a public data set is taken.</param>
    public static DataSet Open(string path, DataFormat format, FormatOptions options)
    {
        var complaints = new Complaints();
        var data = Read(path, format, options, complaints);
        complaints.ThrowIfAny();
        return data.Samples.Count > 0
            ? data
            : throw new DataException($"{path} holds no clip of the format {format} that can be used ({complaints.MissingCount} are listed and not there)");
    }

    /// <summary>Reads a data set and gathers what is wrong with it; throws only where it cannot be begun.</summary>
    internal static DataSet Read(string path, DataFormat format, FormatOptions options, Complaints complaints)
    {
        var fullPath = Path.GetFullPath(path);
        if (!File.Exists(fullPath) && !Directory.Exists(fullPath))
            throw new DataException($"{path}: no such file or folder; './sogar videos make --out {path}' makes a data set there");

        return (format == DataFormat.Auto ? Recognise(fullPath) : format) switch
        {
            DataFormat.Clips => ClipTable.Read(fullPath),
            DataFormat.Folder => VideoFolder.Read(fullPath),
            DataFormat.List => PathList.Read(fullPath),
            var published => PublicFormats.Read(published, new FormatFolder(fullPath, options, complaints)),
        };
    }

    // A description without a table is an unfinished data set of ours, which ClipTable says better than VideoFolder would.
    private static DataFormat Recognise(string fullPath)
    {
        if (File.Exists(fullPath))
            return Path.GetFileName(fullPath) == DataSetLayout.TableName ? DataFormat.Clips : DataFormat.List;

        return File.Exists(Path.Combine(fullPath, DataSetLayout.TableName)) || File.Exists(Path.Combine(fullPath, DataSetLayout.DescriptionName))
            ? DataFormat.Clips
            : DataFormat.Folder;
    }
}
