using System.Numerics;

namespace SoGar.Protocol.Chance;

/// <summary>
/// A permutation of 0 ... count-1 that is a function of its key and finds each image in O(1), without a table: four Feistel rounds over the next
/// even power of two, walked until the image falls inside (Black and Rogaway 2002, "cycle walking"; fewer than four turns on average).
/// </summary>
public sealed class KeyedPermutation
{
    private readonly long _count;
    private readonly int _halfBits;
    private readonly ulong _halfMask;
    private readonly ulong[] _roundKeys = new ulong[4];

    /// <summary>The permutation of (<paramref name="seed"/>, <paramref name="purpose"/>, keys...).</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public KeyedPermutation(long count, ulong seed, Purpose purpose, params ReadOnlySpan<long> keys)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        _count = count;
        var bits = 64 - BitOperations.LeadingZeroCount((ulong)(count - 1));
        _halfBits = Math.Max(1, (bits + 1) / 2);
        _halfMask = (1UL << _halfBits) - 1;
        var random = KeyedRandom.For(seed, purpose, keys);
        for (var round = 0; round < _roundKeys.Length; round++) _roundKeys[round] = random.NextUInt64();
    }

    /// <summary>The image of <paramref name="position"/>, in 0 ... count-1.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="position"/> is outside 0 ... count-1.</exception>
    public long this[long position]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(position);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(position, _count);
            var image = (ulong)position;
            do image = Encrypt(image); while (image >= (ulong)_count);
            return (long)image;
        }
    }

    private ulong Encrypt(ulong word)
    {
        var left = word >> _halfBits;
        var right = word & _halfMask;
        foreach (var key in _roundKeys) (left, right) = (right, left ^ (KeyedRandom.Mix(right ^ key) & _halfMask));
        return (left << _halfBits) | right;
    }
}
