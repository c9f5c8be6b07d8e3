using SoGar.Protocol.Ports;

namespace SoGar.Compute.Exchange;

/// <summary>Sums what the shards of a step contribute. One thread at a time; an exchange merges the accumulators of several trainers.</summary>
public abstract class ShardAccumulator : IContribution
{
    /// <summary>An accumulator for contributions of <paramref name="length"/> floats.</summary>
    protected ShardAccumulator(int length) => Length = length;

    /// <summary>Floats of a contribution.</summary>
    public int Length { get; }

    /// <summary>Shards summed since the last <see cref="Clear"/>, those of merged accumulators included.</summary>
    public int ShardCount { get; protected set; }

    /// <summary>Whether a sum over processes was begun in its memory since the last <see cref="Clear"/>: what was added here alone is lost.</summary>
    internal bool IsSpent { get; private protected set; }

    /// <summary>Whether the sum stands, and if not, why.</summary>
    public abstract SumOutcome Outcome { get; }

    /// <summary>Where the first value that is not finite stands, to a block's precision for exact sums; -1 where all are finite.</summary>
    public abstract int FirstNonFinite();

    /// <summary>Adds one shard's contribution, <see cref="Length"/> floats; borrowed.</summary>
    public abstract void Add(ReadOnlySpan<float> contribution);

    /// <summary>Adds what another accumulator of the same kind holds; it stays as it is.</summary>
    /// <exception cref="ArgumentException">The other one is of another kind, length or scale.</exception>
    public abstract void Merge(ShardAccumulator other);

    /// <summary>Writes the sum over all shards, <see cref="Length"/> floats.</summary>
    /// <exception cref="InvalidOperationException">The <see cref="Outcome"/> is not <see cref="SumOutcome.Complete"/>.</exception>
    public abstract void CopyTo(Span<float> sum);

    /// <summary>Forgets all contributions.</summary>
    public abstract void Clear();

    /// <summary>An empty accumulator of the same kind, length and scale, for a merged sum.</summary>
    public abstract ShardAccumulator NewLike();

    /// <summary>
    /// Becomes what <see cref="NewLike"/> of <paramref name="other"/> would give, in the memory that is there; false where kind or length differ.
    /// </summary>
    public abstract bool TryBeginLike(ShardAccumulator other);

    /// <summary>A number that differs where two accumulators cannot be added: kind, length, scales.</summary>
    internal abstract ulong Form { get; }

    /// <summary>
    /// Becomes the sum of <paramref name="parts"/> and of those of all other processes. Where it is the only part itself it is summed in place.
    /// </summary>
    /// <param name="collective">Of this process and the others; all call this alike.</param>
    /// <param name="parts">Of the same <see cref="Form"/>.</param>
    /// <param name="shardCount">Shards that all parts of all processes hold.</param>
    /// <exception cref="CollectiveException">The group broke; what this holds means nothing then.</exception>
    internal abstract void SumAcross(ICollective collective, IReadOnlyList<ShardAccumulator> parts, int shardCount);

    /// <summary>Refuses a contribution of another length.</summary>
    protected void RequireLength(int length)
    {
        if (length != Length)
            throw new ArgumentException($"a contribution has {length} floats where {Length} were agreed");
    }

    /// <summary>Refuses to read a sum that does not stand.</summary>
    protected void RequireComplete()
    {
        if (Outcome != SumOutcome.Complete)
            throw new InvalidOperationException($"the sum of {ShardCount} shards is {Outcome} and cannot be read");
    }
}

/// <summary>Whether a sum over shards stands.</summary>
public enum SumOutcome
{
    /// <summary>It does.</summary>
    Complete,

    /// <summary>A block outgrew its scale: the step is done again with the scales that follow from what was observed.</summary>
    Saturated,

    /// <summary>A shard contributed an infinity or a NaN: the run cannot go on from here.</summary>
    NonFinite,
}
