namespace SoGar.Compute.Video;

/// <summary>Which frames a set of views needs, and where each of them goes: the union that one decode pass reads.</summary>
internal sealed class FrameDemand
{
    private readonly (int Frame, int View, int Position)[] _uses;

    /// <summary>Gathers the demand of some views.</summary>
    public FrameDemand(ReadOnlySpan<ViewPlan> plans)
    {
        var uses = new List<(int, int, int)>();
        for (var view = 0; view < plans.Length; view++)
        {
            for (var position = 0; position < plans[view].Frames.Length; position++)
                uses.Add((plans[view].Frames[position], view, position));
        }

        uses.Sort();
        _uses = [.. uses];
        Frames = [.. _uses.Select(use => use.Frame).Distinct()];
    }

    /// <summary>The frames, ascending, each once.</summary>
    public int[] Frames { get; }

    /// <summary>Where a frame goes, ordered by view and position.</summary>
    public ReadOnlySpan<(int Frame, int View, int Position)> UsesOf(int frame)
    {
        var first = Array.BinarySearch(_uses, (frame, -1, -1));
        first = first < 0 ? ~first : first;
        var end = first;
        while (end < _uses.Length && _uses[end].Frame == frame)
            end++;
        return _uses.AsSpan(first..end);
    }
}
