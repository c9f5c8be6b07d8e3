using SoGar.TestKit.Invariants;

namespace SoGar.TestKit.Storms;

/// <summary>What a storm came to.</summary>
/// <param name="Plan">The storm.</param>
/// <param name="Violation">The first promise that was broken, or null.</param>
/// <param name="Events">Turns taken and timers fired.</param>
/// <param name="VirtualTime">How long it lasted in its own time.</param>
/// <param name="Hash">Of its whole history: two runs of one storm have the same.</param>
public sealed record StormOutcome(StormPlan Plan, Violation? Violation, long Events, TimeSpan VirtualTime, ulong Hash)
{
    /// <summary>Messages that nodes heard from each other.</summary>
    public long Messages { get; init; }

    /// <summary>How often a process gave a peer up, or an exchange.</summary>
    public long Alarms { get; init; }

    /// <summary>Supervisors that the run had, one after the other.</summary>
    public long Seats { get; init; }

    /// <summary>Generations that were formed.</summary>
    public int Generations { get; init; }

    /// <summary>What happened, for people: faults and what the journal says of them, in order.</summary>
    public IReadOnlyList<string> Story { get; init; } = [];

    /// <summary>The end of the trace, where it was asked for.</summary>
    public string Trace { get; init; } = "";

    /// <summary>Whether a promise was broken.</summary>
    public bool HasFailed => Violation is not null;
}
