using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Exchange;

/// <summary>
/// Sums contributions as integers, so that neither grouping nor order of the shards can change a bit (docs/architecture.md, section 2).
/// An element x of a block with scale 2^e becomes round-half-even(x * 2^e), an int32.
/// </summary>
/// <remarks>
/// Against the sum in float64 each element errs by at most S * 2^(-e-1) before the result is rounded to float32; with e from a block whose
/// greatest value is below 2^E that is S * 2^(E + headRoom - log2(limit) - 1), or 2^(E-21) for four shards and six bits of head room.
/// Memory: 4 bytes an element and 2 bytes a block.
/// </remarks>
public sealed class ExactAccumulator : ShardAccumulator
{
    private readonly int[] _sums;
    private readonly byte[] _observed;

    /// <summary>An empty accumulator that quantises by <paramref name="scales"/>.</summary>
    public ExactAccumulator(BlockScales scales) : base(scales.Length)
    {
        Scales = scales;
        _sums = new int[scales.Length];
        _observed = new byte[scales.BlockCount];
    }

    /// <summary>The scales of this attempt.</summary>
    public BlockScales Scales { get; private set; }

    /// <summary>The integer sums; borrowed. What a collective adds.</summary>
    public Span<int> Sums => _sums;

    /// <summary>Greatest biased exponent that any shard showed, a byte per block; borrowed. What a collective takes the maximum of.</summary>
    public Span<byte> Observed => _observed;

    /// <inheritdoc/>
    public override SumOutcome Outcome =>
        _observed.AsSpan().Contains(BlockScales.NonFinite) ? SumOutcome.NonFinite
        : SaturatedBlocks > 0 ? SumOutcome.Saturated
        : SumOutcome.Complete;

    /// <inheritdoc/>
    public override int FirstNonFinite() => _observed.AsSpan().IndexOf(BlockScales.NonFinite) is >= 0 and var block ? block * BlockScales.BlockLength : -1;

    /// <summary>Blocks that outgrew their scale.</summary>
    public int SaturatedBlocks
    {
        get
        {
            var count = 0;
            for (var block = 0; block < _observed.Length; block++) count += Scales.IsOutgrown(block, _observed[block]) ? 1 : 0;
            return count;
        }
    }

    /// <summary>Forgets all contributions and takes other scales, of the same length.</summary>
    public void Begin(BlockScales scales)
    {
        RequireLength(scales.Length);
        Scales = scales;
        Clear();
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        IsSpent = false;
        ShardCount = 0;
        _sums.AsSpan().Clear();
        _observed.AsSpan().Clear();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">More shards than the scales were made for: the sum could overflow.</exception>
    public override void Add(ReadOnlySpan<float> contribution)
    {
        RequireLength(contribution.Length);
        CountShards(1);
        for (var block = 0; block < _observed.Length; block++)
        {
            var start = block * BlockScales.BlockLength;
            var values = contribution.Slice(start, Math.Min(BlockScales.BlockLength, contribution.Length - start));
            var greatest = AddBlock(values, _sums.AsSpan(start, values.Length), Scales.ScaleOf(block));
            if (greatest > 0)
                _observed[block] = Math.Max(_observed[block], (byte)Math.Max(1, greatest >> 23));
        }
    }

    /// <inheritdoc/>
    public override void Merge(ShardAccumulator other)
    {
        if (other is not ExactAccumulator exact || exact.Length != Length || !exact.Scales.Greatest.Span.SequenceEqual(Scales.Greatest.Span))
            throw new ArgumentException("only an exact sum with the same block scales can be merged", nameof(other));
        CountShards(exact.ShardCount);
        for (var block = 0; block < _observed.Length; block++) _observed[block] = Math.Max(_observed[block], exact._observed[block]);
        var mine = MemoryMarshal.Cast<int, Vector512<int>>(_sums.AsSpan());
        var theirs = MemoryMarshal.Cast<int, Vector512<int>>(exact._sums.AsSpan());
        for (var i = 0; i < mine.Length; i++) mine[i] += theirs[i];
        for (var i = mine.Length * Vector512<int>.Count; i < _sums.Length; i++) _sums[i] += exact._sums[i];
    }

    /// <inheritdoc/>
    public override void CopyTo(Span<float> sum)
    {
        RequireLength(sum.Length);
        RequireComplete();
        for (var block = 0; block < _observed.Length; block++)
        {
            var start = block * BlockScales.BlockLength;
            var length = Math.Min(BlockScales.BlockLength, Length - start);
            Dequantise(_sums.AsSpan(start, length), sum.Slice(start, length), Scales.InverseOf(block));
        }
    }

    /// <inheritdoc/>
    public override ShardAccumulator NewLike() => new ExactAccumulator(Scales);

    /// <inheritdoc/>
    public override bool TryBeginLike(ShardAccumulator other)
    {
        if (other is not ExactAccumulator exact || exact.Length != Length)
            return false;
        Begin(exact.Scales);
        return true;
    }

    /// <inheritdoc/>
    internal override ulong Form =>
        Fingerprint.Of(Scales.Greatest.Span) ^ ((ulong)Length << 32) ^ ((ulong)Scales.Shards << 8) ^ (ulong)(Scales.HeadRoomBits + 1);

    /// <inheritdoc/>
    internal override void SumAcross(ICollective collective, IReadOnlyList<ShardAccumulator> parts, int shardCount)
    {
        if (shardCount > Scales.Shards)
            throw new InvalidOperationException($"{shardCount} shards were added where the scales allow {Scales.Shards}");
        IsSpent = true;
        foreach (var part in parts.Where(part => part != this).Cast<ExactAccumulator>())
            for (var block = 0; block < _observed.Length; block++) _observed[block] = Math.Max(_observed[block], part._observed[block]);
        collective.Max(_observed);
        collective.Sum(_sums, parts is [var only] && only == this ? [] : [.. parts.Select(part => ((ExactAccumulator)part)._sums)]);
        ShardCount = shardCount;
    }

    private void CountShards(int count)
    {
        if (ShardCount + count > Scales.Shards)
            throw new InvalidOperationException($"{ShardCount + count} shards were added where the scales allow {Scales.Shards}");
        ShardCount += count;
    }

    // Returns the greatest magnitude as float bits, whose order as integers is that of the magnitudes. Where the block is out of
    // range the integers are meaningless; the sum is then refused as a whole.
    private static int AddBlock(ReadOnlySpan<float> values, Span<int> sums, float scale)
    {
        var x = MemoryMarshal.Cast<float, Vector512<float>>(values);
        var s = MemoryMarshal.Cast<int, Vector512<int>>(sums);
        var factor = Vector512.Create(scale);
        var magnitude = Vector512.Create(int.MaxValue);
        var greatest = Vector512<int>.Zero;
        for (var i = 0; i < x.Length; i++)
        {
            var value = x[i];
            greatest = Vector512.Max(greatest, value.AsInt32() & magnitude);
            s[i] += Vector512.ConvertToInt32Native(Vector512.Round(value * factor));
        }

        var result = 0;
        for (var lane = 0; lane < Vector512<int>.Count; lane++) result = Math.Max(result, greatest[lane]);
        for (var i = x.Length * Vector512<float>.Count; i < values.Length; i++)
        {
            result = Math.Max(result, BitConverter.SingleToInt32Bits(values[i]) & int.MaxValue);
            sums[i] = unchecked(sums[i] + (int)MathF.Round(values[i] * scale));
        }

        return result;
    }

    private static void Dequantise(ReadOnlySpan<int> sums, Span<float> values, float inverse)
    {
        var s = MemoryMarshal.Cast<int, Vector512<int>>(sums);
        var x = MemoryMarshal.Cast<float, Vector512<float>>(values);
        var factor = Vector512.Create(inverse);
        for (var i = 0; i < s.Length; i++) x[i] = Vector512.ConvertToSingle(s[i]) * factor;
        for (var i = s.Length * Vector512<int>.Count; i < sums.Length; i++) values[i] = sums[i] * inverse;
    }
}
