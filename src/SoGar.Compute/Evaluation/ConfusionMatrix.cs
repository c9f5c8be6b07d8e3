using System.Collections.Immutable;

namespace SoGar.Compute.Evaluation;

/// <summary>Counts of (true class, predicted class), and the shares that follow from them (methods.md, F.3).</summary>
public sealed class ConfusionMatrix
{
    private readonly int[] _counts;

    private ConfusionMatrix(int classCount, int[] counts)
    {
        ClassCount = classCount;
        _counts = counts;
        Total = counts.Sum();
    }

    /// <summary>Counts pairs.</summary>
    /// <exception cref="ArgumentException">The lists differ in length, or hold classes outside 0 ... <paramref name="classCount"/> - 1.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<int> labels, IReadOnlyList<int> predictions, int classCount)
    {
        if (labels.Count != predictions.Count) throw new ArgumentException($"{labels.Count} labels, {predictions.Count} predictions");
        var counts = new int[classCount * classCount];
        foreach (var (label, prediction) in labels.Zip(predictions))
        {
            if ((uint)label >= (uint)classCount || (uint)prediction >= (uint)classCount)
                throw new ArgumentException($"label {label} or prediction {prediction} is outside 0 to {classCount - 1}");
            counts[label * classCount + prediction]++;
        }

        return new ConfusionMatrix(classCount, counts);
    }

    /// <summary>Classes.</summary>
    public int ClassCount { get; }

    /// <summary>Clips counted.</summary>
    public int Total { get; }

    /// <summary>Clips of class <paramref name="label"/> that were taken for <paramref name="prediction"/>.</summary>
    public int this[int label, int prediction] => _counts[label * ClassCount + prediction];

    /// <summary>MCA: correct clips over all clips; 0 where there are none.</summary>
    public double Accuracy => Total == 0 ? 0 : (double)Correct() / Total;

    /// <summary>MPCA: the mean of the recalls of the classes that occur; 0 where none does.</summary>
    public double MeanPerClassAccuracy => Recalls().OfType<double>().DefaultIfEmpty(0).Average();

    /// <summary>Standard error of <see cref="Accuracy"/>: sqrt(p (1 - p) / n).</summary>
    public double StandardError => StandardErrorOf(Accuracy, Total);

    /// <summary>Share of each class that was recognised; null for a class that does not occur.</summary>
    public ImmutableArray<double?> Recalls() =>
        [.. Enumerable.Range(0, ClassCount).Select(label => RowTotal(label) is var row and > 0 ? (double?)this[label, label] / row : null)];

    /// <summary>Clips of a class.</summary>
    public int RowTotal(int label) => _counts.AsSpan(label * ClassCount, ClassCount).ToArray().Sum();

    /// <summary>Counts again with classes united, e.g. Volleyball's eight into six: passes and sets of a side are one class there.</summary>
    /// <param name="merged">New class of each old one; new classes are 0, 1, ... without gaps.</param>
    /// <exception cref="ArgumentException">The map has another length, or gaps.</exception>
    public ConfusionMatrix Merge(IReadOnlyList<int> merged)
    {
        if (merged.Count != ClassCount) throw new ArgumentException($"{ClassCount} classes, {merged.Count} entries in the map");
        var count = merged.Max() + 1;
        if (!merged.Distinct().Order().SequenceEqual(Enumerable.Range(0, count)))
            throw new ArgumentException($"merged classes must be 0 to {count - 1} without gaps; they are {string.Join(", ", merged.Distinct().Order())}");
        var counts = new int[count * count];
        for (var label = 0; label < ClassCount; label++)
            for (var prediction = 0; prediction < ClassCount; prediction++)
                counts[merged[label] * count + merged[prediction]] += this[label, prediction];
        return new ConfusionMatrix(count, counts);
    }

    /// <summary>[C, C], true classes outside.</summary>
    public ImmutableArray<ImmutableArray<int>> Rows() =>
        [.. Enumerable.Range(0, ClassCount).Select(label => _counts.AsSpan(label * ClassCount, ClassCount).ToImmutableArray())];

    /// <summary>Standard error of a share <paramref name="p"/> of <paramref name="n"/> clips; 0 for no clips.</summary>
    public static double StandardErrorOf(double p, int n) => n == 0 ? 0 : Math.Sqrt(p * (1 - p) / n);

    private int Correct() => Enumerable.Range(0, ClassCount).Sum(label => this[label, label]);
}
