namespace SoGar.Protocol.Runs;

/// <summary>Names a trainer within a run.</summary>
/// <param name="Index">From 0.</param>
public readonly record struct TrainerId(int Index) : IComparable<TrainerId>
{
    /// <inheritdoc/>
    public int CompareTo(TrainerId other) => Index.CompareTo(other.Index);

    /// <inheritdoc/>
    public override string ToString() => $"trainer {Index}";

    /// <summary>Order by index.</summary>
    public static bool operator <(TrainerId left, TrainerId right) => left.Index < right.Index;

    /// <summary>Order by index.</summary>
    public static bool operator >(TrainerId left, TrainerId right) => left.Index > right.Index;

    /// <summary>Order by index.</summary>
    public static bool operator <=(TrainerId left, TrainerId right) => left.Index <= right.Index;

    /// <summary>Order by index.</summary>
    public static bool operator >=(TrainerId left, TrainerId right) => left.Index >= right.Index;
}
