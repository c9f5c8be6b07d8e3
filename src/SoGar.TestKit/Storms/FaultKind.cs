using System.Collections.Immutable;

namespace SoGar.TestKit.Storms;

/// <summary>What can go wrong in a storm.</summary>
public enum FaultKind
{
    /// <summary>A node process is killed (-9), and started again later or never.</summary>
    Crash,

    /// <summary>A node process stands still for a while (SIGSTOP).</summary>
    Pause,

    /// <summary>Nothing passes between a node and some others, one way or both, for a while.</summary>
    Partition,

    /// <summary>All connections of a node break.</summary>
    Reset,

    /// <summary>For a while messages are lost, doubled and held up.</summary>
    Loss,

    /// <summary>A machine loses its power: its process is gone and nothing answers in its place.</summary>
    Power,

    /// <summary>The store of journal, leases and membership cannot be reached for a while.</summary>
    Journal,

    /// <summary>The store is slow, fails calls and loses answers for a while.</summary>
    SlowJournal,

    /// <summary>A node is killed right before or right after one of its writes to the journal.</summary>
    Append,

    /// <summary>A bit of a live replica flips.</summary>
    Flip,

    /// <summary>A device is lost.</summary>
    Device,

    /// <summary>A device becomes slow.</summary>
    Slow,

    /// <summary>A state that is transferred between nodes is cut short, or a bit of it flips.</summary>
    Transfer,

    /// <summary>The disk of a node is full for a while.</summary>
    Disk,

    /// <summary>A checkpoint on a disk is damaged.</summary>
    Checkpoint,

    /// <summary>The time of day of a node jumps.</summary>
    Skew,

    /// <summary>A node is asked to leave.</summary>
    Drain,

    /// <summary>A node joins in mid-run.</summary>
    Join,

    /// <summary>A node with another token tries to take part.</summary>
    Stranger,
}

/// <summary>The kinds of faults by the names that the command line knows.</summary>
public static class FaultKinds
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<FaultKind> All { get; } = [.. Enum.GetValues<FaultKind>()];

    /// <summary>As in <c>slow-journal</c>.</summary>
    public static string NameOf(FaultKind kind) =>
        string.Concat(
            $"{kind}".Select((letter, index) => char.IsUpper(letter) && index > 0 ? $"-{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    /// <summary>The kinds that a list such as <c>crash,partition</c> names.</summary>
    /// <exception cref="ArgumentException">A name is not known; the message lists those that are.</exception>
    public static ImmutableArray<FaultKind> Parse(string names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return [.. names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(One).Distinct().Order()];
    }

    private static FaultKind One(string name)
    {
        foreach (var kind in All)
            if (NameOf(kind) == name) return kind;
        throw new ArgumentException($"'{name}' is no fault; there are {string.Join(", ", All.Select(NameOf))}");
    }
}
