using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>The distributions that scenes are drawn from, beyond those of <see cref="KeyedRandom"/>.</summary>
internal static class Draws
{
    /// <summary>+1 or -1, equally likely.</summary>
    public static int Sign(this KeyedRandom random) => random.NextInt(2) == 0 ? 1 : -1;

    /// <summary>A phase, uniform in a full turn, in radians.</summary>
    public static double Phase(this KeyedRandom random) => random.Uniform(0, 2 * Math.PI);
}
