using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>A sine in time, by which hands, lights and bodies waver.</summary>
/// <param name="Amplitude">Largest deviation, in the unit of what sways.</param>
/// <param name="Frequency">Hertz.</param>
/// <param name="Phase">Radians at time zero.</param>
internal readonly record struct Sway(double Amplitude, double Frequency, double Phase)
{
    /// <summary>Draws all three; the phase is uniform.</summary>
    public static Sway Draw(KeyedRandom random, (double Low, double High) amplitude, (double Low, double High) frequency) =>
        new(random.Uniform(amplitude.Low, amplitude.High), random.Uniform(frequency.Low, frequency.High), random.Phase());

    /// <summary>The deviation <paramref name="seconds"/> after the clip's start.</summary>
    public float At(double seconds) => (float)(Amplitude * Math.Sin(2 * Math.PI * Frequency * seconds + Phase));
}
