namespace SoGar.Compute.Synthesis;

/// <summary>
/// What the two teams do together. The order is that of the labels, and each comes beside the one that it is most easily taken for:
/// a single frame tells none of them from another.
/// </summary>
public enum Activity
{
    /// <summary>Both teams run to the right.</summary>
    AdvanceRight,

    /// <summary>Both teams run to the left: <see cref="AdvanceRight"/> in a mirror, or backwards in time.</summary>
    AdvanceLeft,

    /// <summary>Both teams run down the view.</summary>
    AdvanceDown,

    /// <summary>Both teams run up the view: <see cref="AdvanceDown"/> backwards in time.</summary>
    AdvanceUp,

    /// <summary>The teams run through each other along the view's longer side.</summary>
    CrossLengthways,

    /// <summary>The teams run through each other along the view's shorter side.</summary>
    CrossSideways,

    /// <summary>Everyone circles the centre clockwise, as seen by the camera.</summary>
    WheelClockwise,

    /// <summary>Everyone circles the centre counter-clockwise: <see cref="WheelClockwise"/> backwards in time.</summary>
    WheelCounterClockwise,
}

/// <summary>The activities as a data set names them.</summary>
public static class Activities
{
    /// <summary>Every activity, in the order of labels.</summary>
    public static IReadOnlyList<Activity> All { get; } = Enum.GetValues<Activity>();

    /// <summary>The name in files, such as <c>advance-right</c>.</summary>
    public static string Name(this Activity activity) => activity switch
    {
        Activity.AdvanceRight => "advance-right",
        Activity.AdvanceLeft => "advance-left",
        Activity.AdvanceDown => "advance-down",
        Activity.AdvanceUp => "advance-up",
        Activity.CrossLengthways => "cross-lengthways",
        Activity.CrossSideways => "cross-sideways",
        Activity.WheelClockwise => "wheel-clockwise",
        Activity.WheelCounterClockwise => "wheel-counter-clockwise",
        _ => throw new ArgumentOutOfRangeException(nameof(activity), activity, "not an activity"),
    };
}
