namespace SoGar.Compute.Pictures;

/// <summary>
/// Colours of a quantity between 0 and 1 whose brightness grows evenly with it, so that the picture reads the same in print and to every eye.
/// </summary>
public static class HeatColours
{
    // Sixth-degree fits of matplotlib's "magma", highest power first: black over violet and orange to pale yellow.
    private static readonly double[] Red = [18.65570506591883, -50.76852536473588, 52.17613981234068, -27.66873308576866, 8.353717279216625, 0.2516605407371642,
        -0.002136485053939582];
    private static readonly double[] Green = [-11.48977351997711, 29.04658282127291, -27.94360607168351, 14.26473078096533, -3.577719514958484,
        0.6775232436837668, -0.000749655052795221];
    private static readonly double[] Blue = [-5.601961508734096, 4.23415299384598, 12.94416944238394, -13.64921318813922, 0.3144679030132573, 2.494026599312351,
        -0.005386127855323933];

    /// <summary>Dark to bright, for laying over pictures.</summary>
    public static Colour Magma(double value) => new(Byte(Red, value), Byte(Green, value), Byte(Blue, value));

    /// <summary>White to deep blue, for tables on paper.</summary>
    public static Colour Ink(double value) => value < 0.5
        ? Colour.White.Under(new Colour(120, 172, 222), value * 2)
        : new Colour(120, 172, 222).Under(new Colour(10, 54, 122), value * 2 - 1);

    private static byte Byte(double[] powers, double value)
    {
        var sum = 0.0;
        foreach (var factor in powers) sum = sum * Math.Clamp(value, 0, 1) + factor;
        return (byte)Math.Round(255 * Math.Clamp(sum, 0, 1));
    }
}
