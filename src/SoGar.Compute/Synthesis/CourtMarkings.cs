namespace SoGar.Compute.Synthesis;

/// <summary>A stroke of paint on a court, in field units; arcs are drawn as circles whatever the shape of the view.</summary>
internal abstract record Stroke;

/// <summary>A straight line, along x or along y.</summary>
internal sealed record Line(float X1, float Y1, float X2, float Y2) : Stroke;

/// <summary>The part of a circle that lies between <paramref name="FromX"/> and <paramref name="ToX"/>.</summary>
internal sealed record Arc(float X, float Y, float Radius, float FromX, float ToX) : Stroke;

/// <summary>The lines of a few sports on a court that reaches from -halfLength to halfLength and from -halfWidth to halfWidth.</summary>
internal static class CourtMarkings
{
    /// <summary>How many kinds of markings there are.</summary>
    public const int KindCount = 3;

    /// <summary>The markings of kind 0 (football), 1 (handball) or 2 (volleyball).</summary>
    public static IReadOnlyList<Stroke> Of(int kind, float halfLength, float halfWidth) => kind switch
    {
        0 => [.. Boundary(halfLength, halfWidth), CentreCircle(0.28f * halfWidth), .. PenaltyAreas(halfLength, halfWidth)],
        1 => [.. Boundary(halfLength, halfWidth), CentreCircle(0.12f * halfWidth), .. GoalArcs(halfLength, halfWidth)],
        2 => [.. Boundary(halfLength, halfWidth), .. AttackLines(halfLength, halfWidth)],
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of markings"),
    };

    private static IEnumerable<Stroke> Boundary(float halfLength, float halfWidth) =>
        [.. Rectangle(-halfLength, -halfWidth, halfLength, halfWidth), new Line(0, -halfWidth, 0, halfWidth)];

    private static Arc CentreCircle(float radius) => new(0, 0, radius, -radius, radius);

    private static IEnumerable<Stroke> PenaltyAreas(float halfLength, float halfWidth) =>
    [
        .. GoalBoxes(halfLength, 0.3f * halfLength, 0.6f * halfWidth), .. GoalBoxes(halfLength, 0.1f * halfLength, 0.28f * halfWidth),
        new Arc(-0.78f * halfLength, 0, 0.28f * halfWidth, -0.7f * halfLength, 0),
        new Arc(0.78f * halfLength, 0, 0.28f * halfWidth, 0, 0.7f * halfLength),
    ];

    private static IEnumerable<Stroke> GoalBoxes(float halfLength, float depth, float halfWidth) =>
    [
        .. Rectangle(-halfLength, -halfWidth, depth - halfLength, halfWidth),
        .. Rectangle(halfLength - depth, -halfWidth, halfLength, halfWidth),
    ];

    private static IEnumerable<Stroke> GoalArcs(float halfLength, float halfWidth) =>
    [
        new Arc(-halfLength, 0, 0.6f * halfWidth, -halfLength, 0), new Arc(halfLength, 0, 0.6f * halfWidth, 0, halfLength),
        new Arc(-halfLength, 0, 0.85f * halfWidth, -halfLength, 0), new Arc(halfLength, 0, 0.85f * halfWidth, 0, halfLength),
    ];

    private static IEnumerable<Stroke> AttackLines(float halfLength, float halfWidth) =>
        new[] { -halfLength / 3, halfLength / 3 }.Select(x => new Line(x, -halfWidth, x, halfWidth));

    private static IEnumerable<Stroke> Rectangle(float left, float top, float right, float bottom) =>
    [
        new Line(left, top, right, top), new Line(left, bottom, right, bottom),
        new Line(left, top, left, bottom), new Line(right, top, right, bottom),
    ];
}
