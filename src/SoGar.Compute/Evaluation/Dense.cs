using System.Numerics;
using System.Runtime.InteropServices;

namespace SoGar.Compute.Evaluation;

/// <summary>Sums over rows of double precision; the order of additions depends on the length and the machine's vector width alone.</summary>
internal static class Dense
{
    /// <summary>Sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        var leftVectors = MemoryMarshal.Cast<double, Vector<double>>(left);
        var rightVectors = MemoryMarshal.Cast<double, Vector<double>>(right);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var at = 0;
        for (; at + 1 < leftVectors.Length; at += 2)
        {
            even += leftVectors[at] * rightVectors[at];
            odd += leftVectors[at + 1] * rightVectors[at + 1];
        }

        if (at < leftVectors.Length) even += leftVectors[at] * rightVectors[at];
        var sum = Vector.Sum(even + odd);
        for (var rest = leftVectors.Length * Vector<double>.Count; rest < left.Length; rest++) sum += left[rest] * right[rest];
        return sum;
    }

    /// <summary><paramref name="target"/> += <paramref name="factor"/> * <paramref name="row"/>.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> row)
    {
        var targetVectors = MemoryMarshal.Cast<double, Vector<double>>(target);
        var rowVectors = MemoryMarshal.Cast<double, Vector<double>>(row);
        var factors = new Vector<double>(factor);
        for (var at = 0; at < targetVectors.Length; at++) targetVectors[at] += factors * rowVectors[at];
        for (var rest = targetVectors.Length * Vector<double>.Count; rest < target.Length; rest++) target[rest] += factor * row[rest];
    }

    /// <summary>Turns scores into probabilities in place and returns the logarithm of what they were divided by.</summary>
    public static double Softmax(Span<double> scores)
    {
        var max = double.NegativeInfinity;
        foreach (var score in scores) max = Math.Max(max, score);
        var sum = 0.0;
        for (var at = 0; at < scores.Length; at++) sum += scores[at] = Math.Exp(scores[at] - max);
        for (var at = 0; at < scores.Length; at++) scores[at] /= sum;
        return max + Math.Log(sum);
    }

    /// <summary>double [N, D] of a set's features.</summary>
    public static double[] Rows(FeatureSet features)
    {
        var rows = new double[features.Values.Length];
        var values = features.Values.Span;
        for (var at = 0; at < rows.Length; at++) rows[at] = values[at];
        return rows;
    }

    /// <summary>Divides each row of <paramref name="width"/> values by its length, or by 1e-12 where that is less (methods.md, conventions).</summary>
    public static void NormaliseRows(double[] rows, int width)
    {
        for (var start = 0; start < rows.Length; start += width)
        {
            var row = rows.AsSpan(start, width);
            var length = Math.Max(Math.Sqrt(Dot(row, row)), 1e-12);
            foreach (ref var value in row) value /= length;
        }
    }
}
