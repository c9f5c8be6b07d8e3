using SoGar.Protocol.Chance;

namespace SoGar.Protocol.Shards;

/// <summary>Which sample stands in for one that cannot be decoded: a function of the bad sample's identity, so that every machine agrees (G4).</summary>
public static class ReplacementRule
{
    /// <summary>Stand-ins that are tried for one sample before the data set counts as unusable.</summary>
    public const int MaxAttempts = 100;

    /// <summary>The <paramref name="attempt"/>-th stand-in (from 0) for <paramref name="sample"/>; never the sample itself.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The data set has only one sample, so nothing can stand in.</exception>
    public static int StandIn(ulong seed, int sample, int attempt, int sampleCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleCount, 2);
        var other = KeyedRandom.For(seed, Purpose.Replacement, sample, attempt).NextInt(sampleCount - 1);
        return other < sample ? other : other + 1;
    }
}
