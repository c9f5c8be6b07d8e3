namespace SoGar.Compute.Data;

/// <summary>One video of a data set. Immutable; its boxes are read when they are first asked for, and kept.</summary>
public sealed class Sample
{
    private readonly Lazy<BoxTrack> _boxes;

    /// <summary>Describes a video.</summary>
    /// <param name="id">Identity on every machine: the path within the data root, with '/' between folders.</param>
    /// <param name="fullPath">The file on this machine.</param>
    /// <param name="split">What the video may be used for.</param>
    /// <param name="label">Index into the label names; null if the data set does not say.</param>
    /// <param name="boxesPath">Full path of the file of boxes; null if there is none.</param>
    public Sample(string id, string fullPath, Split split = Split.Train, int? label = null, string? boxesPath = null)
    {
        (Id, FullPath, Split, Label) = (id, fullPath, split, label);
        _boxes = new Lazy<BoxTrack>(() => boxesPath is null ? BoxTrack.None : BoxFile.Read(boxesPath));
    }

    /// <summary>Identity on every machine: the path within the data root, with '/' between folders. Random draws are keyed by its place in the data set.</summary>
    public string Id { get; }

    /// <summary>The file on this machine, links resolved.</summary>
    public string FullPath { get; }

    /// <summary>What the video may be used for.</summary>
    public Split Split { get; }

    /// <summary>Index into <see cref="DataSet.LabelNames"/>; null if the data set does not say.</summary>
    public int? Label { get; }

    /// <summary>The players' boxes; <see cref="BoxTrack.None"/> if the data set has none. The first use reads a file, on the calling thread.</summary>
    /// <exception cref="DataException">The file of boxes cannot be read or is malformed.</exception>
    public BoxTrack Boxes => _boxes.Value;

    /// <summary>The identity.</summary>
    public override string ToString() => Id;
}
