namespace SoGar.Compute.Tests.Synthesis;

/// <summary>
/// A linear classifier of sparse counts, fitted in closed form: ridge regression of the one-hot label, the largest output wins. Good enough to
/// find any difference of means between classes, which is what a leak of positions would be.
/// </summary>
internal static class LinearReadout
{
    private const double Ridge = 1;

    /// <summary>Fits on the first states and returns the share of the others whose label is found.</summary>
    public static double Accuracy(IReadOnlyList<(int[] Features, int Label)> states, int trainCount, int featureCount, int labelCount)
    {
        var size = featureCount + 1;
        var moments = new double[size, size];
        var targets = new double[size, labelCount];
        foreach (var (features, label) in states.Take(trainCount))
        {
            int[] ones = [.. features, featureCount];
            foreach (var i in ones)
            {
                targets[i, label]++;
                foreach (var j in ones)
                    moments[i, j]++;
            }
        }

        for (var i = 0; i < size; i++)
            moments[i, i] += Ridge;
        SolveInPlace(moments, targets);
        return states.Skip(trainCount).Average(state => Guess(state.Features) == state.Label ? 1.0 : 0.0);

        int Guess(int[] features) =>
            Enumerable.Range(0, labelCount).MaxBy(label => targets[featureCount, label] + features.Sum(feature => targets[feature, label]));
    }

    // Cholesky: the moments are symmetric and, by the ridge, positive definite.
    private static void SolveInPlace(double[,] matrix, double[,] right)
    {
        int size = matrix.GetLength(0), columns = right.GetLength(1);
        for (var i = 0; i < size; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++)
                    sum -= matrix[i, k] * matrix[j, k];
                matrix[i, j] = i == j ? Math.Sqrt(sum) : sum / matrix[j, j];
            }

        for (var column = 0; column < columns; column++)
        {
            for (var i = 0; i < size; i++)
            {
                for (var k = 0; k < i; k++)
                    right[i, column] -= matrix[i, k] * right[k, column];
                right[i, column] /= matrix[i, i];
            }

            for (var i = size - 1; i >= 0; i--)
            {
                for (var k = i + 1; k < size; k++)
                    right[i, column] -= matrix[k, i] * right[k, column];
                right[i, column] /= matrix[i, i];
            }
        }
    }
}
