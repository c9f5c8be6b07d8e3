using System.Numerics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>The ball: carried by one player, then passed to another, two to four times in a clip.</summary>
internal sealed class BallMotion
{
    private const double FlightSeconds = 0.3;

    // Whoever has the ball has it at their feet, below the middle of the sprite.
    private static readonly Vector2 AtTheFeet = new(0, 7.5f);

    private readonly int[] _carriers;
    private readonly double[] _passTimes;

    private BallMotion(int[] carriers, double[] passTimes) => (_carriers, _passTimes) = (carriers, passTimes);

    /// <summary>Draws who carries the ball, and when it is passed on, in a clip of <paramref name="clipSeconds"/>.</summary>
    public static BallMotion Draw(double clipSeconds, KeyedRandom random)
    {
        var passTimes = new double[2 + random.NextInt(3)];
        var carriers = new int[passTimes.Length + 1];
        carriers[0] = random.NextInt(GroupMotion.PlayerCount);
        for (var pass = 0; pass < passTimes.Length; pass++)
        {
            passTimes[pass] = random.Uniform(0, clipSeconds);
            carriers[pass + 1] = OtherThan(carriers[pass], random);
        }

        Array.Sort(passTimes);
        return new BallMotion(carriers, passTimes);
    }

    /// <summary>The place <paramref name="seconds"/> after the clip's start, by the players' places at that moment.</summary>
    public Vector2 At(double seconds, ReadOnlySpan<Vector2> players)
    {
        var passesBegun = 0;
        while (passesBegun < _passTimes.Length && _passTimes[passesBegun] <= seconds)
            passesBegun++;

        var carrier = players[_carriers[passesBegun]] + AtTheFeet;
        if (passesBegun == 0)
            return carrier;

        var share = Math.Min((seconds - _passTimes[passesBegun - 1]) / FlightSeconds, 1);
        return Vector2.Lerp(players[_carriers[passesBegun - 1]] + AtTheFeet, carrier, (float)share);
    }

    private static int OtherThan(int player, KeyedRandom random) =>
        (player + 1 + random.NextInt(GroupMotion.PlayerCount - 1)) % GroupMotion.PlayerCount;
}
