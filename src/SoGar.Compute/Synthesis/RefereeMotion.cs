using System.Numerics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>The referee's random walk, the same in kind whatever the teams do.</summary>
internal sealed class RefereeMotion
{
    // 0.6 field units per frame of 25 a second; a walk's spread grows with the root of time.
    private const double SpreadPerRootSecond = 0.6 * 5;

    private readonly Vector2[] _places;

    private RefereeMotion(Vector2[] places) => _places = places;

    /// <summary>Draws a walk of <paramref name="frameCount"/> steps that begins anywhere in the view.</summary>
    public static RefereeMotion Draw(int frameCount, double framesPerSecond, KeyedRandom random)
    {
        var spread = SpreadPerRootSecond / Math.Sqrt(framesPerSecond);
        var place = new Vector2(
            (float)random.Uniform(-Field.ViewWidth / 2, Field.ViewWidth / 2),
            (float)random.Uniform(-Field.ViewHeight / 2, Field.ViewHeight / 2));
        var places = new Vector2[frameCount];
        for (var frame = 0; frame < frameCount; frame++)
        {
            places[frame] = place;
            place += new Vector2((float)(spread * random.Normal()), (float)(spread * random.Normal()));
        }

        return new RefereeMotion(places);
    }

    /// <summary>The place in field units at frame <paramref name="frameIndex"/>.</summary>
    public Vector2 At(int frameIndex) => _places[frameIndex];
}
