using SoGar.Compute.Synthesis;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Synthesis;

public sealed class GrainTests
{
    private const int Count = 200_003;

    [Fact]
    public void Noise_has_no_mean_and_the_drawn_deviation()
    {
        var grain = Grain.Draw(KeyedRandom.For(1, Purpose.Test));
        var noise = Noise(grain, firstNumber: 0);

        // Five standard errors of a mean and of a deviation over 200,000 draws.
        var deviation = Math.Sqrt(noise.Average(value => value * value));
        Assert.InRange(noise.Average(), -5 * grain.Deviation / Math.Sqrt(Count), 5 * grain.Deviation / Math.Sqrt(Count));
        Assert.InRange(deviation / grain.Deviation, 1 - 5 / Math.Sqrt(2.0 * Count), 1 + 5 / Math.Sqrt(2.0 * Count));
        Assert.InRange(grain.Deviation, 0.015f, 0.02f);
    }

    [Fact]
    public void Neighbours_and_frames_are_uncorrelated()
    {
        var grain = Grain.Draw(KeyedRandom.For(2, Purpose.Test));
        var noise = Noise(grain, firstNumber: 0);
        var next = Noise(grain, firstNumber: Count);

        Assert.InRange(Correlation(noise, next), -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.InRange(Correlation(noise[1..], noise[..^1]), -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
    }

    [Fact]
    public void A_values_noise_depends_on_its_number_and_not_on_where_a_block_begins()
    {
        var grain = Grain.Draw(KeyedRandom.For(3, Purpose.Test));
        var whole = Noise(grain, firstNumber: 100);

        var tail = new float[37];
        Array.Fill(tail, 0.5f);
        grain.Develop(tail, 1, firstNumber: 100 + 13);

        Assert.Equal(whole[13..50], tail.Select(value => value - 0.5f));
    }

    [Fact]
    public void Brightness_is_scaled_and_stays_between_black_and_white()
    {
        float[] values = [0, 0.5f, 1];

        Grain.Draw(KeyedRandom.For(4, Purpose.Test)).Develop(values, 1.06f, 0);

        Assert.All(values, value => Assert.InRange(value, 0, 1));
        Assert.InRange(values[1], 0.53f - 0.07f, 0.53f + 0.07f);
    }

    private static float[] Noise(Grain grain, uint firstNumber)
    {
        var values = new float[Count];
        Array.Fill(values, 0.5f);
        grain.Develop(values, 1, firstNumber);
        return [.. values.Select(value => value - 0.5f)];
    }

    private static double Correlation(float[] one, float[] other) =>
        one.Zip(other, (a, b) => (double)a * b).Sum() / Math.Sqrt(one.Sum(a => (double)a * a) * other.Sum(b => (double)b * b));
}
