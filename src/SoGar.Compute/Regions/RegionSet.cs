using SoGar.Protocol.Chance;

namespace SoGar.Compute.Regions;

/// <summary>The regions of one view, always as many as the recipe says.</summary>
/// <param name="Boxes">All of them.</param>
/// <param name="Valid">Whether each one counts; boxes that do not are there for their number only.</param>
public sealed record RegionSet(RegionBox[] Boxes, bool[] Valid)
{
    // What an invalid region shows: something has to be pooled, and it should be finite.
    private static readonly RegionBox Everything = new(0, 0, 0.999, 0.999);

    /// <summary>Chooses among candidates: without repetition where there are enough, else all of them and further ones drawn again.</summary>
    /// <param name="candidates">In a fixed order; with none all regions are invalid.</param>
    /// <param name="count">Regions of a view.</param>
    /// <param name="random">The view's own stream.</param>
    public static RegionSet Choose(ReadOnlySpan<RegionBox> candidates, int count, KeyedRandom random)
    {
        var boxes = new RegionBox[count];
        var valid = new bool[count];
        Array.Fill(boxes, Everything);
        if (candidates.IsEmpty) return new RegionSet(boxes, valid);
        var order = candidates.ToArray();
        random.Shuffle<RegionBox>(order);
        for (var i = 0; i < count; i++) boxes[i] = i < order.Length ? order[i] : order[random.NextInt(order.Length)];
        Array.Fill(valid, true);
        return new RegionSet(boxes, valid);
    }
}
