using System.Collections.Immutable;

namespace SoGar.Compute.Evaluation;

/// <summary>Frozen features of labelled clips.</summary>
public sealed class FeatureSet
{
    private readonly float[] _values;

    /// <summary>Takes the arrays over.</summary>
    /// <param name="values">float32 [N, D], row-major.</param>
    /// <param name="width">D; 1 or more.</param>
    /// <param name="labels">Class of each clip, 0 ... <paramref name="classCount"/> - 1.</param>
    /// <param name="classCount">Classes of the data set, whether or not each occurs here.</param>
    /// <param name="names">What people call each clip; empty for none.</param>
    /// <exception cref="ArgumentException">Sizes differ, a label is outside the classes, or a value is not a finite number; says which clip.</exception>
    public FeatureSet(float[] values, int width, ImmutableArray<int> labels, int classCount, ImmutableArray<string> names = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        _values = values;
        Width = width;
        Labels = labels;
        ClassCount = classCount;
        Names = names.IsDefaultOrEmpty ? [.. Enumerable.Range(0, labels.Length).Select(index => $"clip {index}")] : names;
        Require();
    }

    /// <summary>N.</summary>
    public int Count => Labels.Length;

    /// <summary>D.</summary>
    public int Width { get; }

    /// <summary>Classes of the data set.</summary>
    public int ClassCount { get; }

    /// <summary>Class of each clip.</summary>
    public ImmutableArray<int> Labels { get; }

    /// <summary>Name of each clip.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>float32 [N, D]; borrowed.</summary>
    public ReadOnlyMemory<float> Values => _values;

    /// <summary>float32 [D], the features of one clip; borrowed.</summary>
    public ReadOnlySpan<float> this[int clip] => _values.AsSpan(clip * Width, Width);

    /// <summary>The clips at <paramref name="indices"/>, copied, in that order.</summary>
    public FeatureSet Pick(IReadOnlyList<int> indices)
    {
        var values = new float[indices.Count * Width];
        for (var row = 0; row < indices.Count; row++) this[indices[row]].CopyTo(values.AsSpan(row * Width));
        return new FeatureSet(values, Width, [.. indices.Select(index => Labels[index])], ClassCount, [.. indices.Select(index => Names[index])]);
    }

    private void Require()
    {
        if (_values.Length != (long)Count * Width)
            throw new ArgumentException($"{Count} clips of {Width} features need {(long)Count * Width} values; {_values.Length} were given");
        if (Names.Length != Count) throw new ArgumentException($"{Count} clips have {Names.Length} names");
        for (var clip = 0; clip < Count; clip++)
        {
            if ((uint)Labels[clip] >= (uint)ClassCount)
                throw new ArgumentException($"{Names[clip]} has label {Labels[clip]}; labels run from 0 to {ClassCount - 1}");
            foreach (var value in this[clip])
                if (!float.IsFinite(value)) throw new ArgumentException($"{Names[clip]} has a feature that is {value}; the weights may have diverged");
        }
    }
}
