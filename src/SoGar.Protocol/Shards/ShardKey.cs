namespace SoGar.Protocol.Shards;

/// <summary>Names one shard of one step.</summary>
/// <param name="Step">From 0.</param>
/// <param name="Shard">From 0 to the recipe's shards - 1.</param>
public readonly record struct ShardKey(long Step, int Shard)
{
    /// <inheritdoc/>
    public override string ToString() => $"step {Step} shard {Shard}";
}

/// <summary>One use of a sample.</summary>
/// <param name="Epoch">From 0; part of the key of every draw for this use.</param>
/// <param name="Sample">Index into the data set, in its stable order.</param>
public readonly record struct SampleDraw(long Epoch, int Sample);
