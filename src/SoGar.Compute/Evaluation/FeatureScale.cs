namespace SoGar.Compute.Evaluation;

/// <summary>What features go through before a linear classifier: a shift and a scale per column, or division by the length of each row.</summary>
internal abstract class FeatureScale
{
    /// <summary>double [N, D]; the caller's own.</summary>
    public abstract double[] Apply(FeatureSet features);

    /// <summary>Gives each column of <paramref name="train"/> mean 0 and deviation 1; columns that do not vary become 0.</summary>
    public static FeatureScale Standardise(FeatureSet train) => Columns.Of(train);

    /// <summary>Features as they are.</summary>
    public static readonly FeatureScale None = new Plain();

    /// <summary>Each clip's features at unit length.</summary>
    public static readonly FeatureScale UnitLength = new Unit();

    private sealed class Plain : FeatureScale
    {
        public override double[] Apply(FeatureSet features) => Dense.Rows(features);
    }

    private sealed class Unit : FeatureScale
    {
        public override double[] Apply(FeatureSet features)
        {
            var rows = Dense.Rows(features);
            Dense.NormaliseRows(rows, features.Width);
            return rows;
        }
    }

    private sealed class Columns(double[] mean, double[] factor) : FeatureScale
    {
        // Below this share of the column's own size a deviation is rounding noise of float32 features.
        private const double LeastRelativeDeviation = 1e-6;

        public static Columns Of(FeatureSet train)
        {
            var width = train.Width;
            var (mean, square, rows) = (new double[width], new double[width], Dense.Rows(train));
            for (var clip = 0; clip < train.Count; clip++) Dense.AddScaled(mean, 1.0 / train.Count, rows.AsSpan(clip * width, width));
            for (var clip = 0; clip < train.Count; clip++)
                for (var column = 0; column < width; column++)
                {
                    var offset = rows[clip * width + column] - mean[column];
                    square[column] += offset * offset / train.Count;
                }

            var factor = new double[width];
            for (var column = 0; column < width; column++)
            {
                var deviation = Math.Sqrt(square[column]);
                factor[column] = deviation > LeastRelativeDeviation * Math.Abs(mean[column]) && deviation > 0 ? 1 / deviation : 0;
            }

            return new Columns(mean, factor);
        }

        public override double[] Apply(FeatureSet features)
        {
            if (features.Width != mean.Length)
                throw new ArgumentException($"the classifier learned from features of width {mean.Length}; these have {features.Width}");
            var rows = Dense.Rows(features);
            for (var at = 0; at < rows.Length; at++) rows[at] = (rows[at] - mean[at % mean.Length]) * factor[at % mean.Length];
            return rows;
        }
    }
}
