using SoGar.Protocol.Chance;

namespace SoGar.Protocol.Tests.Chance;

public sealed class KeyedRandomTests
{
    [Fact]
    public void The_same_key_gives_the_same_numbers()
    {
        var one = KeyedRandom.For(7, Purpose.View, 1, 2, 3);
        var two = KeyedRandom.For(7, Purpose.View, 1, 2, 3);

        for (var draw = 0; draw < 100; draw++) Assert.Equal(one.NextUInt64(), two.NextUInt64());
    }

    [Fact]
    public void The_numbers_are_pinned_because_published_digests_rest_on_them()
    {
        var random = KeyedRandom.For(42, Purpose.SampleOrder, 0);

        ulong[] drawn = [random.NextUInt64(), random.NextUInt64(), random.NextUInt64()];

        Assert.Equal("f16647a030593472 667ff2f766ed25c2 f70dbb983b66ba39", string.Join(' ', drawn.Select(word => word.ToString("x16"))));
    }

    [Fact]
    public void Keys_that_differ_in_seed_purpose_part_or_length_give_other_numbers()
    {
        ulong[] firsts =
        [
            KeyedRandom.For(1, Purpose.View, 1, 2).NextUInt64(),
            KeyedRandom.For(2, Purpose.View, 1, 2).NextUInt64(),
            KeyedRandom.For(1, Purpose.Window, 1, 2).NextUInt64(),
            KeyedRandom.For(1, Purpose.View, 2, 1).NextUInt64(),
            KeyedRandom.For(1, Purpose.View, 1, 2, 0).NextUInt64(),
            KeyedRandom.For(1, Purpose.View, 1).NextUInt64(),
        ];

        Assert.Equal(firsts.Length, firsts.Distinct().Count());
    }

    [Fact]
    public void Integers_are_uniform_by_chi_square()
    {
        var random = KeyedRandom.For(3, Purpose.Test);
        var counts = new int[10];

        for (var draw = 0; draw < 100_000; draw++) counts[random.NextInt(10)]++;

        // 9 degrees of freedom: 27.9 is exceeded once in a thousand keys.
        Assert.InRange(counts.Sum(count => Math.Pow(count - 10_000, 2) / 10_000), 0.5, 27.9);
    }

    [Fact]
    public void Normals_have_zero_mean_unit_variance_and_light_tails()
    {
        var random = KeyedRandom.For(4, Purpose.Test);
        var draws = Enumerable.Range(0, 100_000).Select(_ => random.Normal()).ToArray();

        Assert.InRange(draws.Average(), -0.015, 0.015);
        Assert.InRange(draws.Average(draw => draw * draw), 0.98, 1.02);
        Assert.InRange(draws.Average(draw => Math.Pow(draw, 4)), 2.85, 3.15);
    }

    [Fact]
    public void A_shuffle_keeps_every_item_and_moves_most()
    {
        var items = Enumerable.Range(0, 1000).ToArray();

        KeyedRandom.For(5, Purpose.Test).Shuffle(items.AsSpan());

        Assert.Equal(Enumerable.Range(0, 1000), items.Order());
        Assert.True(items.Where((item, index) => item == index).Count() < 10);
    }
}
