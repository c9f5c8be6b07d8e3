using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Exchange;

/// <summary>Sums contributions as floats, in the order in which they come: what exact sums are compared with (<c>exchange.sum = free</c>).</summary>
public sealed class FreeAccumulator(int length) : ShardAccumulator(length)
{
    private readonly float[] _sums = new float[length];

    /// <inheritdoc/>
    public override SumOutcome Outcome => IsFinite(_sums) ? SumOutcome.Complete : SumOutcome.NonFinite;

    /// <summary>The sums; borrowed. What a collective adds.</summary>
    public Span<float> Sums => _sums;

    /// <inheritdoc/>
    public override int FirstNonFinite() => Array.FindIndex(_sums, sum => !float.IsFinite(sum));

    /// <inheritdoc/>
    public override void Add(ReadOnlySpan<float> contribution)
    {
        RequireLength(contribution.Length);
        ShardCount++;
        AddTo(_sums, contribution);
    }

    /// <inheritdoc/>
    public override void Merge(ShardAccumulator other)
    {
        if (other is not FreeAccumulator free || free.Length != Length)
            throw new ArgumentException("only a free sum of the same length can be merged", nameof(other));
        ShardCount += free.ShardCount;
        AddTo(_sums, free._sums);
    }

    /// <inheritdoc/>
    public override void CopyTo(Span<float> sum)
    {
        RequireLength(sum.Length);
        RequireComplete();
        _sums.CopyTo(sum);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        IsSpent = false;
        ShardCount = 0;
        _sums.AsSpan().Clear();
    }

    /// <inheritdoc/>
    public override ShardAccumulator NewLike() => new FreeAccumulator(Length);

    /// <inheritdoc/>
    public override bool TryBeginLike(ShardAccumulator other)
    {
        if (other is not FreeAccumulator || other.Length != Length)
            return false;
        Clear();
        return true;
    }

    /// <inheritdoc/>
    internal override ulong Form => (ulong)Length;

    /// <inheritdoc/>
    internal override void SumAcross(ICollective collective, IReadOnlyList<ShardAccumulator> parts, int shardCount)
    {
        IsSpent = true;
        collective.Sum(_sums, parts is [var only] && only == this ? [] : [.. parts.Select(part => ((FreeAccumulator)part)._sums)]);
        ShardCount = shardCount;
    }

    private static void AddTo(Span<float> sums, ReadOnlySpan<float> values)
    {
        var s = MemoryMarshal.Cast<float, Vector512<float>>(sums);
        var x = MemoryMarshal.Cast<float, Vector512<float>>(values);
        for (var i = 0; i < s.Length; i++) s[i] += x[i];
        for (var i = s.Length * Vector512<float>.Count; i < sums.Length; i++) sums[i] += values[i];
    }

    // x * 0 is 0 for every finite x and NaN for the rest.
    private static bool IsFinite(ReadOnlySpan<float> values)
    {
        var probe = Vector512<float>.Zero;
        var lanes = MemoryMarshal.Cast<float, Vector512<float>>(values);
        foreach (var lane in lanes) probe += lane * Vector512<float>.Zero;
        var rest = 0f;
        foreach (var value in values[(lanes.Length * Vector512<float>.Count)..]) rest += value * 0;
        return probe == Vector512<float>.Zero && rest == 0;
    }
}
