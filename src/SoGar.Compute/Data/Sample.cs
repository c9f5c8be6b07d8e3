using SoGar.Compute.Video;

namespace SoGar.Compute.Data;

/// <summary>One clip of a data set. Immutable; what stands in files of its own is read when it is first asked for, and kept.</summary>
public sealed class Sample
{
    private readonly Lazy<BoxTrack> _boxes;
    private readonly Lazy<ClipAnnotation?> _annotation;

    /// <summary>Describes a video.</summary>
    /// <param name="id">Identity on every machine: the path within the data root, with '/' between folders.</param>
    /// <param name="fullPath">The file on this machine.</param>
    /// <param name="split">What the video may be used for.</param>
    /// <param name="label">Index into the label names; null if the data set does not say.</param>
    /// <param name="boxesPath">Full path of the file of boxes; null if there is none.</param>
    public Sample(string id, string fullPath, Split split = Split.Train, int? label = null, string? boxesPath = null)
        : this(id, new ClipSource(fullPath), split, label, annotation: null)
    {
        _boxes = new Lazy<BoxTrack>(() => boxesPath is null ? BoxTrack.None : BoxFile.Read(boxesPath));
    }

    /// <summary>Describes a clip.</summary>
    /// <param name="id">Identity on every machine.</param>
    /// <param name="source">Where its frames are.</param>
    /// <param name="split">What the clip may be used for.</param>
    /// <param name="label">Index into the label names; null if the data set does not say.</param>
    /// <param name="annotation">Gives what else is known of it, when it is first asked for; null where nothing is.</param>
    public Sample(string id, ClipSource source, Split split, int? label, Func<ClipAnnotation?>? annotation)
    {
        (Id, Source, Split, Label) = (id, source, split, label);
        _boxes = new Lazy<BoxTrack>(BoxTrack.None);
        _annotation = new Lazy<ClipAnnotation?>(() => annotation?.Invoke());
    }

    /// <summary>
    /// Identity on every machine: the path within the data root, with '/' between folders. Random draws are keyed by its place in the data set.
    /// </summary>
    public string Id { get; }

    /// <summary>Where the frames are.</summary>
    public ClipSource Source { get; }

    /// <summary>The video, or the folder of images, on this machine, links resolved.</summary>
    public string FullPath => Source.Path;

    /// <summary>What the clip may be used for.</summary>
    public Split Split { get; }

    /// <summary>Index into <see cref="DataSet.LabelNames"/>; null if the data set does not say.</summary>
    public int? Label { get; }

    /// <summary>
    /// The boxes of the clip's own box file; <see cref="BoxTrack.None"/> if there is none. The first use reads a file, on the calling thread.
    /// </summary>
    /// <exception cref="DataException">The file of boxes cannot be read or is malformed.</exception>
    public BoxTrack Boxes => _boxes.Value;

    /// <summary>What else the data set says of the clip; null where it says nothing. The first use may read a file, on the calling thread.</summary>
    /// <exception cref="DataException">The file cannot be read or is malformed.</exception>
    public ClipAnnotation? Annotation => _annotation.Value;

    /// <summary>The boxes of the people in the clip as the sampler of views wants them.</summary>
    /// <param name="clip">The opened clip, whose size turns pixels into shares.</param>
    /// <exception cref="DataException">A file of boxes cannot be read or is malformed.</exception>
    public BoxTrack BoxesOn(ClipFacts clip) => Boxes.Count > 0 ? Boxes : Annotation?.BoxesOn(clip) ?? BoxTrack.None;

    /// <summary>The identity.</summary>
    public override string ToString() => Id;
}
