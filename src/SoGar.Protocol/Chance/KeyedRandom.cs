using System.Numerics;

namespace SoGar.Protocol.Chance;

/// <summary>
/// A stream of random numbers that depends on its key alone: the same key gives the same numbers on every machine, in any order of use.
/// The shard rule (docs/architecture.md, section 2) rests on it. The generator is xoshiro256++ seeded through SplitMix64; not for secrets, not thread-safe.
/// </summary>
public sealed class KeyedRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    private KeyedRandom(ulong key)
    {
        _a = Mix(key += Golden);
        _b = Mix(key += Golden);
        _c = Mix(key += Golden);
        _d = Mix(key + Golden);
    }

    private const ulong Golden = 0x9E3779B97F4A7C15;

    /// <summary>The stream of (<paramref name="seed"/>, <paramref name="purpose"/>, keys...), e.g. epoch, sample and view.</summary>
    public static KeyedRandom For(ulong seed, Purpose purpose, params ReadOnlySpan<long> keys)
    {
        var key = Mix(seed + Golden);
        key = Mix(key ^ (ulong)purpose);
        foreach (var part in keys) key = Mix((key + Golden) ^ Mix((ulong)part));
        return new KeyedRandom(key);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_a + _d, 23) + _a;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public double Uniform(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform among 0, 1, ... <paramref name="count"/> - 1, without bias.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public int NextInt(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var bound = (ulong)count;
        var reject = (0 - bound) % bound;
        while (true)
        {
            var high = Math.BigMul(NextUInt64(), bound, out var low);
            if (low >= reject) return (int)high;
        }
    }

    /// <summary>Uniform among <paramref name="low"/> ... <paramref name="high"/> inclusive.</summary>
    public int NextInt(int low, int high) => low + NextInt(high - low + 1);

    /// <summary>True with the given probability.</summary>
    public bool Happens(double probability) => NextDouble() < probability;

    /// <summary>Standard normal (Box-Muller; one of the pair is used, so that a draw costs the same whatever came before).</summary>
    public double Normal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return radius * Math.Cos(2 * Math.PI * NextDouble());
    }

    /// <summary>Puts <paramref name="items"/> into a uniformly random order (Fisher-Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var last = items.Length - 1; last > 0; last--)
        {
            var other = NextInt(last + 1);
            (items[last], items[other]) = (items[other], items[last]);
        }
    }

    /// <summary>SplitMix64's finalizer: a bijection of 64-bit words in which each input bit moves half of the output bits.</summary>
    internal static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
