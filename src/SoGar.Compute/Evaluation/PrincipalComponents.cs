using SoGar.Protocol.Chance;

namespace SoGar.Compute.Evaluation;

/// <summary>The two directions in which features vary most, and where each clip lies along them.</summary>
/// <param name="Places">For each clip its coordinates.</param>
/// <param name="Explained">Shares of the whole variance that the two hold.</param>
public sealed record PrincipalComponents((double X, double Y)[] Places, (double X, double Y) Explained)
{
    private const int Iterations = 100;

    /// <summary>Projects features, each column brought to mean 0.</summary>
    /// <exception cref="ArgumentException">There is no clip.</exception>
    public static PrincipalComponents Of(FeatureSet features)
    {
        if (features.Count == 0) throw new ArgumentException("a projection needs a clip");
        var rows = Centred(features);
        var total = Math.Max(Dense.Dot(rows, rows), double.Epsilon);
        var (x, first) = Component(rows, features.Width, 1);
        for (var clip = 0; clip < features.Count; clip++) Dense.AddScaled(rows.AsSpan(clip * features.Width, features.Width), -x[clip], first);
        var (y, _) = Component(rows, features.Width, 2);
        return new PrincipalComponents([.. x.Zip(y)], (Dense.Dot(x, x) / total, Dense.Dot(y, y) / total));
    }

    private static double[] Centred(FeatureSet features)
    {
        var rows = Dense.Rows(features);
        var mean = new double[features.Width];
        for (var clip = 0; clip < features.Count; clip++) Dense.AddScaled(mean, 1.0 / features.Count, rows.AsSpan(clip * features.Width, features.Width));
        for (var clip = 0; clip < features.Count; clip++) Dense.AddScaled(rows.AsSpan(clip * features.Width, features.Width), -1, mean);
        return rows;
    }

    // Power iteration on X^T X, which is never formed: two passes over the rows each time.
    private static (double[] Along, double[] Direction) Component(double[] rows, int width, int which)
    {
        var random = KeyedRandom.For(0, Purpose.Tuning, 3, which);
        var direction = new double[width];
        foreach (ref var value in direction.AsSpan()) value = random.Normal();
        Dense.NormaliseRows(direction, width);
        var along = new double[rows.Length / width];
        for (var iteration = 0; iteration <= Iterations; iteration++)
        {
            for (var clip = 0; clip < along.Length; clip++) along[clip] = Dense.Dot(rows.AsSpan(clip * width, width), direction);
            if (iteration == Iterations) break;
            var next = new double[width];
            for (var clip = 0; clip < along.Length; clip++) Dense.AddScaled(next, along[clip], rows.AsSpan(clip * width, width));
            if (Dense.Dot(next, next) == 0) break;
            Dense.NormaliseRows(next, width);
            direction = next;
        }

        return (along, direction);
    }
}
