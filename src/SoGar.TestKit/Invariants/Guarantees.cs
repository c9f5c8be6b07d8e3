using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>All guarantees, watching over one run in a simulated world.</summary>
public sealed class Guarantees
{
    private readonly IReadOnlyList<Invariant> _invariants = Fresh();
    private readonly RunFacts _facts;

    /// <summary>Begins to watch.</summary>
    public Guarantees(RunFacts facts)
    {
        ArgumentNullException.ThrowIfNull(facts);
        _facts = facts;
        facts.World.Listen(Observe);
    }

    /// <summary>The first promise that was broken, if any was.</summary>
    public Violation? Violation { get; private set; }

    /// <summary>One of each, without memory.</summary>
    public static IReadOnlyList<Invariant> Fresh() =>
    [
        new CommittedStepsLast(), new OneSupervisorWrites(), new ReplicasAgree(), new SamplesCountOnce(),
        new BitsDoNotDepend(), new CheckpointsAreWhole(), new TroubleIsNoticed(), new StrangersStayOut(),
    ];

    /// <summary>Looks back at the end.</summary>
    public void Conclude()
    {
        foreach (var invariant in _invariants)
            if (invariant.Conclude(_facts) is { } broken) Violation ??= new Violation(invariant.Name, _facts.Now, broken);
    }

    private void Observe(WorldEvent happened)
    {
        if (Violation is not null) return;
        foreach (var invariant in _invariants)
        {
            if (invariant.Observe(happened, _facts) is not { } broken) continue;
            Violation = new Violation(invariant.Name, _facts.Now, broken);
            return;
        }

        _facts.Apply(happened);
    }
}
