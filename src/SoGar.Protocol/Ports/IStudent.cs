using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>A replica of the student with its optimizer on one device. Owned by one trainer; called on that trainer's thread only.</summary>
public interface IStudent : IDisposable
{
    /// <summary>Opens <paramref name="step"/> with an empty contribution.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="attempt">From 1; a first attempt takes back what an earlier one raised scales to, if the step was given up in between.</param>
    void Begin(long step, int attempt);

    /// <summary>
    /// Goes on with a first attempt at a step that was given up: the shards in the contribution stand, since they depend on nothing but the state before it.
    /// </summary>
    /// <param name="step">The one that was opened last.</param>
    /// <param name="shards">How many the contribution is taken to hold.</param>
    /// <returns>
    /// False, with nothing changed, where that cannot be: a state was taken over since, scales were raised, or the contribution's memory has served a sum.
    /// </returns>
    bool TryGoOn(long step, int shards);

    /// <summary>Adds one shard: teacher forward, student forward, backward, exact accumulation.</summary>
    /// <param name="views">Borrowed for the call.</param>
    void Contribute(IShardViews views);

    /// <summary>What the shards so far add up to; borrowed by the exchange until it completes.</summary>
    IContribution Contribution { get; }

    /// <summary>Of the replica's state as it was last computed or adopted.</summary>
    ulong Fingerprint { get; }

    /// <summary>
    /// Looks through the state that the step is computed from, the teacher's weights included, for what is not as it was computed: memory that
    /// changed by itself (G3). Called before the contribution leaves the trainer.
    /// </summary>
    /// <returns>The tensor that differs, or null.</returns>
    string? FindDamage();

    /// <summary>Takes over a state in place of the own one.</summary>
    /// <param name="copy">Borrowed for the call.</param>
    void Adopt(IStateCopy copy);

    /// <summary>Applies the sum over all trainers to the parameters: clipping, optimizer, centre, scales.</summary>
    /// <param name="total">Borrowed for the call.</param>
    StepOutcome Advance(IContribution total);

    /// <summary>Puts aside what the open step was computed from, after <see cref="StepOutcome.NotFinite"/>, so that it can be looked into.</summary>
    /// <param name="views">Of the replica's shards; borrowed for the call.</param>
    /// <returns>Where it is, or why it could not be put aside, as a clause of a message; null where there is nothing to look into.</returns>
    string? PutAside(IReadOnlyList<IShardViews> views);
}

/// <summary>What trainers add up; a handle that actors pass on without looking inside.</summary>
public interface IContribution;

/// <summary>What became of a step.</summary>
public abstract record StepOutcome
{
    /// <summary>The parameters moved.</summary>
    /// <param name="Reading">What the step showed.</param>
    /// <param name="Fingerprint">Of the student's state after it.</param>
    public sealed record Applied(StepReading Reading, ulong Fingerprint) : StepOutcome;

    /// <summary>Blocks of the exact sum overflowed; scales were raised and the step has to be done again. All trainers see the same.</summary>
    /// <param name="Blocks">Their number.</param>
    public sealed record Saturated(int Blocks) : StepOutcome;

    /// <summary>The loss or a gradient is not a finite number; nothing was applied.</summary>
    /// <param name="Explanation">What was found where.</param>
    public sealed record NotFinite(string Explanation) : StepOutcome;
}
