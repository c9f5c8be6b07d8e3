using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>A hand-held camera above the field: it points beside the centre, drifts, trembles and breathes, and so does the light.</summary>
internal sealed class Camera
{
    private readonly float _offsetX, _offsetY, _zoom;
    private readonly Sway _driftX, _driftY, _trembleX, _trembleY, _breath, _light;

    private Camera(KeyedRandom random)
    {
        _offsetX = (float)random.Uniform(-5, 5);
        _offsetY = (float)random.Uniform(-4, 4);
        _zoom = (float)random.Uniform(0.92, 1.12);
        _driftX = Sway.Draw(random, (0, 2.5), SlowHertz);
        _driftY = Sway.Draw(random, (0, 2), SlowHertz);
        _trembleX = Sway.Draw(random, (0.3, 0.3), (2, 4));
        _trembleY = Sway.Draw(random, (0.3, 0.3), (2, 4));
        _breath = Sway.Draw(random, (0, 0.03), SlowHertz);
        _light = Sway.Draw(random, (0, 0.06), SlowHertz);
    }

    private static (double, double) SlowHertz => (0.1, 0.5);

    /// <summary>Draws how one clip is filmed.</summary>
    public static Camera Draw(KeyedRandom random) => new(random);

    /// <summary>What the camera sees <paramref name="seconds"/> after the clip's start, in frames of the given size.</summary>
    public View At(double seconds, int width, int height) => new(
        width,
        height,
        _offsetX + _driftX.At(seconds) + _trembleX.At(seconds),
        _offsetY + _driftY.At(seconds) + _trembleY.At(seconds),
        _zoom * (1 + _breath.At(seconds)));

    /// <summary>Brightness <paramref name="seconds"/> after the clip's start, about 1.</summary>
    public float ExposureAt(double seconds) => 1 + _light.At(seconds);
}
