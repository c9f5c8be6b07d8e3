namespace SoGar.Compute.Optim;

/// <summary>Moving averages of small vectors: the centre of the teacher's embeddings (methods.md, B.3), batch normalisation's running statistics.</summary>
public static class MovingAverage
{
    /// <summary><c>average = (1 - share) * average + share * fresh</c>, in float64 between the roundings.</summary>
    /// <param name="average">Updated in place.</param>
    /// <param name="fresh">Borrowed; of the same length.</param>
    /// <param name="share">Weight of the fresh values.</param>
    public static void Follow(Span<float> average, ReadOnlySpan<float> fresh, double share)
    {
        for (var i = 0; i < average.Length; i++) average[i] = (float)((1 - share) * average[i] + share * fresh[i]);
    }
}
