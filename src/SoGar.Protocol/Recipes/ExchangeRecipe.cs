namespace SoGar.Protocol.Recipes;

/// <summary>How contributions of shards become one sum (docs/architecture.md, section 2).</summary>
public sealed record ExchangeRecipe
{
    /// <summary>Whether grouping and order of the shards may change the bits.</summary>
    public SumRule Sum { get; init; } = SumRule.Exact;

    /// <summary>Powers of two by which a block may outgrow its last maximum before a step is done again.</summary>
    public int HeadRoomBits { get; init; } = 6;

    /// <summary>What carries the sums of several processes; those of one go through its memory.</summary>
    public ExchangeTransport Over { get; init; } = ExchangeTransport.Gloo;

    /// <summary>How long a trainer waits for its peers' contributions.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);
}

/// <summary>What carries sums between processes.</summary>
public enum ExchangeTransport
{
    /// <summary>Gloo over TCP.</summary>
    Gloo,

    /// <summary>NCCL between GPUs, one of each process; contributions go up to it and sums come down.</summary>
    Nccl,
}

/// <summary>Whether grouping and order may change the bits of a sum.</summary>
public enum SumRule
{
    /// <summary>They may not: blocks are scaled to integers and summed as integers.</summary>
    Exact,

    /// <summary>They may: plain float32 sums, for comparison.</summary>
    Free,
}
