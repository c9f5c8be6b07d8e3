using System.Numerics;

namespace SoGar.Compute.Exchange;

/// <summary>
/// The power-of-two scales by which contributions become integers: one per block of 1024 floats, committed by the step before, the same on every
/// trainer. Immutable. The next scales are a pure function of these and of the greatest exponents that all shards of a step showed.
/// </summary>
public sealed class BlockScales
{
    /// <summary>Floats that share a scale.</summary>
    public const int BlockLength = 1024;

    /// <summary>Greatest exponent of a block that no shard has put anything but zeros into; whatever comes first is measured, not summed.</summary>
    public const byte Unset = 0;

    // A float's biased exponent; all ones means infinity or not a number.
    internal const byte NonFinite = 255;
    private const int Bias = 126;

    private readonly byte[] _greatest;

    private BlockScales(byte[] greatest, int length, int shards, int headRoomBits)
    {
        _greatest = greatest;
        Length = length;
        Shards = shards;
        HeadRoomBits = headRoomBits;
    }

    /// <summary>Floats of a contribution.</summary>
    public int Length { get; }

    /// <summary>Shards of a step; their sum fits an int32 whatever they hold.</summary>
    public int Shards { get; }

    /// <summary>Powers of two by which a block may outgrow its last greatest value before a step is done again.</summary>
    public int HeadRoomBits { get; }

    /// <summary>Greatest biased exponents, a byte per block: the whole state, for checkpoints.</summary>
    public ReadOnlyMemory<byte> Greatest => _greatest;

    /// <summary>Number of blocks.</summary>
    public int BlockCount => _greatest.Length;

    /// <summary>Greatest magnitude that one shard's integer may have: S of them fit an int32.</summary>
    public int Limit => int.MaxValue / Shards;

    /// <summary>Scales before the first step: all blocks <see cref="Unset"/>, so that the first attempt of the first step only measures.</summary>
    /// <param name="length">Floats of a contribution.</param>
    /// <param name="shards">Shards of a step, 1 to 65536.</param>
    /// <param name="headRoomBits">0 to 8.</param>
    public static BlockScales Initial(int length, int shards, int headRoomBits) => Restore(new byte[BlocksOf(length)], length, shards, headRoomBits);

    /// <summary>Scales from a checkpoint; <paramref name="greatest"/> is handed over.</summary>
    /// <exception cref="ArgumentException">The number of bytes does not fit the length.</exception>
    public static BlockScales Restore(byte[] greatest, int length, int shards, int headRoomBits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shards, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(shards, 65536);
        ArgumentOutOfRangeException.ThrowIfNegative(headRoomBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(headRoomBits, 8);
        if (greatest.Length != BlocksOf(length))
            throw new ArgumentException(
                $"{greatest.Length} block scales were given for {length} floats, which have {BlocksOf(length)} blocks", nameof(greatest));
        return new BlockScales(greatest, length, shards, headRoomBits);
    }

    /// <summary>Blocks of a contribution of <paramref name="length"/> floats.</summary>
    public static int BlocksOf(int length) => (length + BlockLength - 1) / BlockLength;

    /// <summary>
    /// Scales for the next attempt or the next step: each block follows what was observed at once where it grew, and by one power of two where it shrank.
    /// </summary>
    /// <param name="observed">Greatest biased exponents over all shards, a byte per block; zero where all was zero.</param>
    public BlockScales After(ReadOnlySpan<byte> observed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(observed.Length, _greatest.Length);
        var next = new byte[_greatest.Length];
        for (var block = 0; block < next.Length; block++)
            next[block] = Math.Max(observed[block], (byte)Math.Max(_greatest[block] - 1, _greatest[block] == Unset ? Unset : 1));
        return new BlockScales(next, Length, Shards, HeadRoomBits);
    }

    /// <summary>
    /// Whether values with the greatest biased exponent <paramref name="observed"/> may leave the range of a block. Judged by exponents alone,
    /// so that trainers who took the maximum of what each of them saw agree on it.
    /// </summary>
    internal bool IsOutgrown(int block, byte observed) => observed > (_greatest[block] == Unset ? 0 : _greatest[block] + HeadRoomBits);

    /// <summary>The factor 2^e of a block; zero where it is <see cref="Unset"/>.</summary>
    internal float ScaleOf(int block) => _greatest[block] == Unset ? 0 : BitConverter.Int32BitsToSingle((ExponentOf(block) + 127) << 23);

    /// <summary>The factor 2^-e of a block; zero where it is <see cref="Unset"/>.</summary>
    internal float InverseOf(int block) => _greatest[block] == Unset ? 0 : BitConverter.Int32BitsToSingle((127 - ExponentOf(block)) << 23);

    // The least power of two above the block's values, with head room, lands on the limit. Beyond 2^126 neither the factor nor
    // its inverse would be a normal float; values that small lose digits no optimizer could see.
    private int ExponentOf(int block) => Math.Min(BitOperations.Log2((uint)Limit) - HeadRoomBits - (_greatest[block] - Bias), 126);
}
