using System.Collections.Immutable;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Data;

/// <summary>What a data set on disk holds and what is wrong with it.</summary>
/// <param name="Root">The folder that it lies in.</param>
/// <param name="Clips">Clips that can be used.</param>
/// <param name="Splits">Clips of each split; all under <c>train</c> where there are no splits.</param>
/// <param name="Labels">Clips of each class, by name.</param>
/// <param name="Images">Images of the clips that are made of some.</param>
/// <param name="PersonBoxes">Boxes of people.</param>
/// <param name="TargetBoxes">Boxes of tracked targets.</param>
/// <param name="ComplaintCount">Everything malformed.</param>
/// <param name="Complaints">The first of it.</param>
/// <param name="MissingCount">What is listed and not there, where that is usual and passed over.</param>
/// <param name="Missing">The first of it.</param>
public sealed record DataReport(
    string Root, int Clips, ImmutableSortedDictionary<string, int> Splits, ImmutableArray<LabelCount> Labels, long Images, long PersonBoxes, long TargetBoxes,
    int ComplaintCount, ImmutableArray<DataComplaint> Complaints, int MissingCount, ImmutableArray<DataComplaint> Missing);

/// <summary>Clips of one class.</summary>
/// <param name="Name">Of the class.</param>
/// <param name="Clips">How many.</param>
public sealed record LabelCount(string Name, int Clips);

/// <summary>
/// Reads all of a data set that can be read without training: lists, annotations, the presence of every image, and on request the clips themselves.
/// </summary>
public static class DataCheck
{
    /// <summary>Checks.</summary>
    /// <param name="path">A folder, or a list file.</param>
    /// <param name="format">What stands there.</param>
    /// <param name="options">What of a public data set is taken.</param>
    /// <param name="decodes">Whether each clip is opened and its first, middle and last frames are decoded.</param>
    /// <param name="progress">Told how many clips of how many are done.</param>
    /// <param name="stopping">Ends early; what was found so far is reported.</param>
    /// <exception cref="DataException">Nothing stands at the path.</exception>
    public static DataReport Of(
        string path, DataFormat format, FormatOptions options, bool decodes = false, Action<int, int>? progress = null, CancellationToken stopping = default)
    {
        var complaints = new Complaints();
        var data = ReadOrNull(path, format, options, complaints);
        IReadOnlyList<Sample> samples = data?.Samples ?? [];
        var (images, people, targets) = (0L, 0L, 0L);
        var reader = new ClipReader(VideoLimits.Default with { Root = data?.Root }, new FrameIndexCache());
        for (var index = 0; index < samples.Count && !stopping.IsCancellationRequested; index++)
        {
            images += CountImages(samples[index], complaints);
            Count(samples[index], complaints, ref people, ref targets);
            if (decodes) Decode(reader, samples[index], complaints);
            progress?.Invoke(index + 1, samples.Count);
        }

        return new DataReport(
            data?.Root ?? Path.GetFullPath(path), samples.Count,
            samples.CountBy(sample => sample.Split.Name()).ToImmutableSortedDictionary(StringComparer.Ordinal),
            [.. (data?.LabelNames ?? []).Select((name, label) => new LabelCount(name, samples.Count(sample => LabelsOf(sample).Contains(label))))],
            images, people, targets, complaints.Count, [.. complaints.Kept], complaints.MissingCount, [.. complaints.Missing]);
    }

    // Our own formats refuse a data set as soon as its lists are read; the refusal is a list of complaints then.
    private static DataSet? ReadOrNull(string path, DataFormat format, FormatOptions options, Complaints complaints)
    {
        if (!File.Exists(path) && !Directory.Exists(path)) throw new DataException($"{path}: no such file or folder");
        try
        {
            return DataSet.Read(path, format, options, complaints);
        }
        catch (DataException refused)
        {
            foreach (var line in refused.Message.Split('\n')) complaints.Add(line);
            return null;
        }
    }

    private static ImmutableArray<int> LabelsOf(Sample sample) =>
        sample.Label is { } label ? [label] : OrNull(sample)?.Labels ?? [];

    private static ClipAnnotation? OrNull(Sample sample)
    {
        try
        {
            return sample.Annotation;
        }
        catch (DataException)
        {
            return null;
        }
    }

    private static int CountImages(Sample sample, Complaints complaints)
    {
        if (sample.Source.Images is not { } images) return 0;
        for (var index = 0; index < images.Count; index++)
            if (!File.Exists(images.PathOf(sample.FullPath, index)))
                complaints.Add(images.PathOf(sample.FullPath, index), null, $"not there; {sample.Id} needs {images}");
        return images.Count;
    }

    private static void Count(Sample sample, Complaints complaints, ref long people, ref long targets)
    {
        try
        {
            people += sample.Boxes.Count + (sample.Annotation?.People.Length ?? 0);
            targets += sample.Annotation?.Target.Length ?? 0;
        }
        catch (DataException malformed)
        {
            foreach (var line in malformed.Message.Split('\n')) complaints.Add(line);
        }
    }

    private static void Decode(ClipReader reader, Sample sample, Complaints complaints)
    {
        try
        {
            using var clip = reader.Open(sample.Source);
            int[] frames = [0, clip.Facts.FrameCount / 2, clip.Facts.FrameCount - 1];
            clip.Read([.. frames.Distinct()], _ => { });
        }
        catch (VideoException unreadable)
        {
            complaints.Add(unreadable.Path, null, $"{unreadable.Stage}: {unreadable.Reason}; {unreadable.Advice}");
        }
    }
}
