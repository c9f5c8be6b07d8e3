using System.Runtime.Intrinsics;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// The noise of a camera's sensor: independent and nearly normal for every value of every frame, computed from the value's number in the clip
/// alone, eight at a time.
/// </summary>
/// <remarks>
/// The four bytes of a 32-bit hash are summed: the Irwin-Hall distribution of order four, whose tails end at 3.5 standard deviations.
/// </remarks>
internal sealed class Grain
{
    // Mean and standard deviation of the sum of four independent uniform bytes.
    private const float SumMean = 4 * 127.5f;
    private static readonly float SumDeviation = MathF.Sqrt(4 * (256f * 256f - 1) / 12);

    private readonly float _strength;
    private readonly uint _firstKey;
    private readonly uint _secondKey;

    private Grain(KeyedRandom random)
    {
        Deviation = (float)random.Uniform(0.015, 0.02);
        _strength = Deviation / SumDeviation;
        _firstKey = (uint)random.NextUInt64();
        _secondKey = (uint)random.NextUInt64();
    }

    /// <summary>Standard deviation of the noise, full brightness being 1.</summary>
    public float Deviation { get; }

    /// <summary>Draws the grain of one clip.</summary>
    public static Grain Draw(KeyedRandom random) => new(random);

    /// <summary>Scales <paramref name="values"/> by <paramref name="exposure"/>, adds noise and clips to 0..1.</summary>
    /// <param name="values">One plane of one frame.</param>
    /// <param name="exposure">Brightness of the frame.</param>
    /// <param name="firstNumber">The clip-wide number of the first value; numbers may wrap at 2^32.</param>
    public void Develop(Span<float> values, float exposure, uint firstNumber)
    {
        var lanes = Vector256<uint>.Count;
        var numbers = Vector256.Create(firstNumber) + Vector256<uint>.Indices;
        var i = 0;
        for (; i <= values.Length - lanes; i += lanes)
        {
            var noise = (Vector256.ConvertToSingle(ByteSums(numbers).AsInt32()) - Vector256.Create(SumMean)) * _strength;
            var developed = Vector256.Create<float>(values[i..]) * exposure + noise;
            Vector256.Min(Vector256.Max(developed, Vector256<float>.Zero), Vector256<float>.One).CopyTo(values[i..]);
            numbers += Vector256.Create((uint)lanes);
        }

        for (; i < values.Length; i++)
        {
            var noise = (ByteSums(Vector256.Create(firstNumber + (uint)i))[0] - SumMean) * _strength;
            values[i] = Math.Clamp(values[i] * exposure + noise, 0, 1);
        }
    }

    // The mixing constants are those of Wellons' search for 32-bit hashes ("lowbias32"); the second key enters half way, so that clips do not
    // share one sequence in another order.
    private Vector256<uint> ByteSums(Vector256<uint> numbers)
    {
        var x = numbers + Vector256.Create(_firstKey);
        x ^= x >>> 16;
        x *= Vector256.Create(0x7FEB352Du);
        x ^= x >>> 15;
        x += Vector256.Create(_secondKey);
        x *= Vector256.Create(0x846CA68Bu);
        x ^= x >>> 16;

        var pairs = (x & Vector256.Create(0x00FF00FFu)) + ((x >>> 8) & Vector256.Create(0x00FF00FFu));
        return (pairs & Vector256.Create(0xFFFFu)) + (pairs >>> 16);
    }
}
