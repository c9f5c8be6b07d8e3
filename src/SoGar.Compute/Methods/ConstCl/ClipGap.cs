namespace SoGar.Compute.Methods.ConstCl;

/// <summary>How far apart two clips of a video begin (CVRL; methods.md, D.1): near starts are likelier, with a density that falls linearly to 0.</summary>
public static class ClipGap
{
    /// <summary>The gap at which the distribution <c>2k/M - k^2/M^2</c> reaches <paramref name="u"/>.</summary>
    /// <param name="greatest">M, the greatest gap.</param>
    /// <param name="u">Between 0 and 1.</param>
    public static double At(double greatest, double u) => greatest * (1 - Math.Sqrt(1 - u));
}
