using System.Collections.Immutable;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster;

/// <summary>
/// Which state a generation begins with, and how everyone gets it. Pure: asked again after each thing that happened until it says "begin".
/// The most advanced state that was compared wins, since determinism makes every whole one right; who does not hold it copies it (G1, G5).
/// </summary>
public static class RecoveryRule
{
    /// <summary>The next step.</summary>
    /// <param name="candidates">One or more, all at rest.</param>
    /// <param name="journal">What the journal knows.</param>
    public static FormationStep Decide(IReadOnlyList<Candidate> candidates, CommittedState journal)
    {
        var holders = Holders(candidates.Where(each => each.Standing.HasState && journal.Allows(each.Standing)), journal.Done);
        var done = holders.IsEmpty ? -1 : holders[0].Standing.Done;
        var isDisputed = holders.IsEmpty && candidates.Any(each => each.Standing.HasState);
        if (Newest(candidates, journal, mayBeAhead: done <= 0 && !isDisputed) is { } checkpoint && checkpoint.Done > done)
            return GoBackTo(candidates, checkpoint);
        if (holders.IsEmpty) return new FormationStep.GoBack(new StateOfBeginning(), "the beginning", [.. candidates.Select(each => each.Node)]);

        var others = candidates.Where(each => each.Stays && !holders.Contains(each)).ToList();
        return others.Count == 0
            ? new FormationStep.Begin(done, holders[0].Standing.Fingerprint)
            : new FormationStep.Copy(done, [.. others.Select((each, index) => new StateCopy(holders[index % holders.Length].Node, each.Node))]);
    }

    /// <summary>
    /// Those with the most advanced state that can be trusted, by node. Where states of one step differ, the one that most trainers hold is taken for
    /// the right one (G3); where there is no majority, none of them is, and an older one has to serve. A state that is not committed yet was compared by nobody
    /// but those who hold it, whereas all had agreed on the one before: where fewer hold it than are one step behind, the step is done again.
    /// </summary>
    /// <param name="candidates">At rest.</param>
    /// <param name="committed">Steps that were committed.</param>
    public static ImmutableArray<Candidate> Holders(IEnumerable<Candidate> candidates, long committed)
    {
        ImmutableArray<Candidate> ahead = [];
        foreach (var step in candidates.GroupBy(each => each.Standing.Done).OrderByDescending(step => step.Key))
        {
            if (!ahead.IsEmpty && step.Key != ahead[0].Standing.Done - 1) break;
            var states = step.GroupBy(each => each.Standing.Fingerprint).OrderByDescending(Trainers).ToList();
            if (states.Count > 1 && Trainers(states[0]) == Trainers(states[1])) continue;
            ImmutableArray<Candidate> holders = [.. states[0].OrderBy(each => each.Node.Name, StringComparer.Ordinal)];
            if (!ahead.IsEmpty) return Trainers(holders) >= Trainers(ahead) ? holders : ahead;
            if (step.Key <= committed) return holders;
            ahead = holders;
        }

        return ahead;
    }

    private static int Trainers(IEnumerable<Candidate> state) => state.Sum(each => Math.Max(1, each.Standing.Trainers.Length));

    // One beyond what is committed may stem from a replica that was found odd at that very step; it serves only where there is no other, and no sign of such.
    private static CheckpointOffer? Newest(IReadOnlyList<Candidate> candidates, CommittedState journal, bool mayBeAhead) => candidates
        .SelectMany(each => each.Checkpoints)
        .Where(offer => journal.Allows(offer) && (mayBeAhead || offer.Done <= journal.Done))
        .OrderBy(offer => offer.Done > journal.Done)
        .ThenByDescending(offer => offer.Done)
        .FirstOrDefault();

    private static FormationStep.GoBack GoBackTo(IReadOnlyList<Candidate> candidates, CheckpointOffer checkpoint) => new(
        new StateOfCheckpoint(checkpoint.Done, checkpoint.Digests),
        checkpoint.Folder,
        [.. candidates.Where(each => each.Checkpoints.Any(offer => offer.Done == checkpoint.Done && offer.Digests == checkpoint.Digests))
            .Select(each => each.Node)]);
}

/// <summary>What the journal knows of the states that a run went through.</summary>
/// <param name="Done">Steps that were committed.</param>
/// <param name="Fingerprints">After committed steps, within the present numeric profile; empty where profiles are mixed.</param>
/// <param name="Checkpoints">Digests of the checkpoints that were written, by steps.</param>
public sealed record CommittedState(
    long Done, IReadOnlyDictionary<long, StepFingerprint> Fingerprints, IReadOnlyDictionary<long, StateDigests> Checkpoints)
{
    /// <summary>Whether a state may be gone on from: it is not another one than the journal has for its step.</summary>
    public bool Allows(NodeStanding standing) => !Fingerprints.TryGetValue(standing.Done - 1, out var known) || known == standing.Fingerprint;

    /// <summary>Whether a checkpoint may be gone on from.</summary>
    public bool Allows(CheckpointOffer offer) => !Checkpoints.TryGetValue(offer.Done, out var known) || known == offer.Digests;
}
