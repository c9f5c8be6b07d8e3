using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>
/// One guarantee of docs/architecture.md as something that can be broken: hears of everything that is true of a simulated world, at once, and
/// says when it does not hold any more.
/// </summary>
public abstract class Invariant
{
    /// <summary>Its number in the architecture: G1 ... G8.</summary>
    public abstract string Name { get; }

    /// <summary>What it promises, in a line.</summary>
    public abstract string Promise { get; }

    /// <summary>Looks at what has just happened.</summary>
    /// <returns>How the promise was broken, or null.</returns>
    public abstract string? Observe(WorldEvent happened, RunFacts facts);

    /// <summary>Looks back when the world has come to its end, or to the end of its time.</summary>
    public virtual string? Conclude(RunFacts facts) => null;
}

/// <summary>A broken promise.</summary>
/// <param name="Invariant">Whose.</param>
/// <param name="At">When, in virtual time.</param>
/// <param name="Explanation">How.</param>
public sealed record Violation(string Invariant, TimeSpan At, string Explanation)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Invariant} broken at {At:hh\\:mm\\:ss\\.fff}: {Explanation}";
}
