using System.Collections.Immutable;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Storms;

/// <summary>A bug that is planted on purpose, and the guarantee that has to notice it: a check that cannot fail is worth nothing.</summary>
public sealed class PlantedBug
{
    /// <summary>Storms that are tried for one bug.</summary>
    private const ulong MaxSeeds = 400;

    private readonly WorldFlaws _flaws;
    private readonly int _nodes;
    private readonly ImmutableArray<FaultKind> _kinds;

    private PlantedBug(string guarantee, string name, WorldFlaws flaws, int nodes, params ReadOnlySpan<FaultKind> kinds) =>
        (Guarantee, Name, _flaws, _nodes, _kinds) = (guarantee, name, flaws, nodes, [.. kinds]);

    /// <summary>One for each guarantee, or more.</summary>
    public static ImmutableArray<PlantedBug> All { get; } =
    [
        new("G1", "the journal acknowledges before it holds", new() { AcknowledgesTooEarly = true }, 4, FaultKind.Crash, FaultKind.Append),
        new(
            "G2", "the journal takes writes of older terms", new() { IgnoresTerms = true }, 4, FaultKind.Pause, FaultKind.Partition, FaultKind.Journal,
            FaultKind.SlowJournal),
        new("G3", "unequal states are summed", new() { SumsUnequalStates = true }, 4, FaultKind.Flip),
        new("G4", "a member is counted twice", new() { CountsTwice = true }, 4, FaultKind.Crash),
        new("G5", "sums depend on the number of members", new() { RoundsSums = true }, 4, FaultKind.Crash),
        new("G6", "checkpoints are taken on trust", new() { TrustsDisks = true }, 1, FaultKind.Checkpoint, FaultKind.Crash),
        new("G7", "silent peers are never given up", new() { NeverAlarmed = true }, 4, FaultKind.Pause, FaultKind.Power),
        new("G8", "nobody asks for the token", new() { TrustsStrangers = true }, 4, FaultKind.Stranger),
    ];

    /// <summary>Who has to notice it.</summary>
    public string Guarantee { get; }

    /// <summary>What is wrong.</summary>
    public string Name { get; }

    /// <summary>Runs storms with the bug until one shows it.</summary>
    public PlantedBugFound Find()
    {
        for (var seed = 1UL; seed <= MaxSeeds; seed++)
            if (Storm.Run(StormPlan.Draw(seed, _nodes, _kinds), _flaws).Violation is { } found && found.Invariant == Guarantee)
                return new PlantedBugFound(Name, Guarantee, seed, found.Explanation);
        return new PlantedBugFound(Name, Guarantee, null, "");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Guarantee}: {Name}";
}

/// <summary>Whether a planted bug was found.</summary>
/// <param name="Bug">What was wrong.</param>
/// <param name="Guarantee">Who had to notice.</param>
/// <param name="Seed">The storm that showed it, or null.</param>
/// <param name="Explanation">What was noticed.</param>
public sealed record PlantedBugFound(string Bug, string Guarantee, ulong? Seed, string Explanation);
