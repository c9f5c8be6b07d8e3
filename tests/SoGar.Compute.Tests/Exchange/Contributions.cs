using SoGar.Compute.Exchange;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Exchange;

/// <summary>Contributions of shards as training has them: blocks whose sizes differ by powers of ten, some of them zero.</summary>
internal static class Contributions
{
    public static float[][] Draw(ulong seed, int shards, int length)
    {
        var random = KeyedRandom.For(seed, Purpose.Test);
        var sizes = Enumerable.Range(0, BlockScales.BlocksOf(length)).Select(_ => random.Happens(0.2) ? 0 : Math.Pow(10, random.Uniform(-12, 4))).ToArray();
        return [.. Enumerable.Range(0, shards).Select(_ => Enumerable.Range(0, length)
            .Select(i => (float)(random.Normal() * sizes[i / BlockScales.BlockLength])).ToArray())];
    }

    /// <summary>The scales that the first, measuring attempt of a step leads to.</summary>
    public static BlockScales MeasuredScales(float[][] contributions, int headRoomBits = 3)
    {
        var probe = new ExactAccumulator(BlockScales.Initial(contributions[0].Length, contributions.Length, headRoomBits));
        foreach (var contribution in contributions) probe.Add(contribution);
        return probe.Scales.After(probe.Observed);
    }
}
