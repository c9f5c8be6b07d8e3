namespace SoGar.Compute.Data;

/// <summary>The boxes of one video, by frame. Immutable; about 24 bytes a box.</summary>
public sealed class BoxTrack
{
    private readonly int[] _frames;
    private readonly int[] _starts;
    private readonly PlayerBox[] _boxes;

    private BoxTrack(int[] frames, int[] starts, PlayerBox[] boxes) => (_frames, _starts, _boxes) = (frames, starts, boxes);

    /// <summary>The track of a video that comes without boxes.</summary>
    public static BoxTrack None { get; } = new([], [0], []);

    /// <summary>The annotated frames, ascending.</summary>
    public ReadOnlySpan<int> Frames => _frames;

    /// <summary>Boxes in all frames together.</summary>
    public int Count => _boxes.Length;

    /// <summary>Gathers boxes that come in any order; those of one frame keep theirs.</summary>
    public static BoxTrack Of(IEnumerable<(int Frame, PlayerBox Box)> boxes)
    {
        var ordered = boxes.OrderBy(entry => entry.Frame).ToArray();
        var frames = ordered.Select(entry => entry.Frame).Distinct().ToArray();
        var starts = new int[frames.Length + 1];
        for (var i = 0; i < frames.Length; i++)
        {
            var end = starts[i];
            while (end < ordered.Length && ordered[end].Frame == frames[i])
                end++;
            starts[i + 1] = end;
        }

        return new BoxTrack(frames, starts, [.. ordered.Select(entry => entry.Box)]);
    }

    /// <summary>The boxes of one frame; empty if it has none.</summary>
    public ReadOnlySpan<PlayerBox> At(int frameIndex)
    {
        var found = Array.BinarySearch(_frames, frameIndex);
        return found < 0 ? [] : Entry(found);
    }

    /// <summary>
    /// The boxes of the annotated frame nearest to <paramref name="frameIndex"/>, the earlier of two as near; empty if none lies within
    /// <paramref name="reach"/> frames.
    /// </summary>
    public ReadOnlySpan<PlayerBox> Nearest(int frameIndex, int reach)
    {
        var found = Array.BinarySearch(_frames, frameIndex);
        if (found >= 0)
            return Entry(found);

        int after = ~found, before = after - 1;
        var distanceAfter = after < _frames.Length ? _frames[after] - frameIndex : int.MaxValue;
        var distanceBefore = before >= 0 ? frameIndex - _frames[before] : int.MaxValue;
        var (nearest, distance) = distanceBefore <= distanceAfter ? (before, distanceBefore) : (after, distanceAfter);
        return distance <= reach ? Entry(nearest) : [];
    }

    private ReadOnlySpan<PlayerBox> Entry(int index) => _boxes.AsSpan(_starts[index].._starts[index + 1]);
}
