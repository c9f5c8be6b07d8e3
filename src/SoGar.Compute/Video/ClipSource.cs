using SoGar.Compute.Data;

namespace SoGar.Compute.Video;

/// <summary>Where the frames of a clip come from: a video, a part of one, or numbered images. Plain data.</summary>
/// <param name="Path">The video, or the folder of the images; full, links resolved.</param>
public sealed record ClipSource(string Path)
{
    /// <summary>The images in the folder; null for a video.</summary>
    public NumberedImages? Images { get; init; }

    /// <summary>The part of a video that is the clip; null for all of it.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What tells this source from others, in one line.</summary>
    public string Key => (Images, Window) switch
    {
        ({ } images, _) => $"{Path}/{images}",
        (_, { } window) => $"{Path}@{window.Start.TotalSeconds}+{window.Length.TotalSeconds}",
        _ => Path,
    };

    /// <summary>The file whose size and time tell whether what was kept of the clip is still true.</summary>
    internal string Witness => Images is { } images ? images.PathOf(Path, 0) : Path;
}

/// <summary>A part of a video.</summary>
/// <param name="Start">From the video's first frame on; before it counts as its start.</param>
/// <param name="Length">How long; what would lie beyond the video's end is left out.</param>
public readonly record struct TimeWindow(TimeSpan Start, TimeSpan Length);
