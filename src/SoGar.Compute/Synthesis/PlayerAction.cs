namespace SoGar.Compute.Synthesis;

/// <summary>What a single player does, whatever the group does. The order is that of labels; AVA's numbers are one higher.</summary>
public enum PlayerAction
{
    /// <summary>Runs to the right.</summary>
    RunRight,

    /// <summary>Runs to the left.</summary>
    RunLeft,

    /// <summary>Runs down the view.</summary>
    RunDown,

    /// <summary>Runs up the view.</summary>
    RunUp,

    /// <summary>Circles the centre clockwise.</summary>
    CircleClockwise,

    /// <summary>Circles the centre counter-clockwise.</summary>
    CircleCounterClockwise,
}

/// <summary>The actions as a data set names them.</summary>
public static class PlayerActions
{
    /// <summary>Every action, in the order of labels.</summary>
    public static IReadOnlyList<PlayerAction> All { get; } = Enum.GetValues<PlayerAction>();

    /// <summary>The name in files, such as <c>run-right</c>.</summary>
    public static string Name(this PlayerAction action) => action switch
    {
        PlayerAction.RunRight => "run-right",
        PlayerAction.RunLeft => "run-left",
        PlayerAction.RunDown => "run-down",
        PlayerAction.RunUp => "run-up",
        PlayerAction.CircleClockwise => "circle-clockwise",
        PlayerAction.CircleCounterClockwise => "circle-counter-clockwise",
        _ => throw new ArgumentOutOfRangeException(nameof(action), action, "not an action"),
    };
}
