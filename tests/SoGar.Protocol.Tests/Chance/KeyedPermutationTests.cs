using SoGar.Protocol.Chance;

namespace SoGar.Protocol.Tests.Chance;

public sealed class KeyedPermutationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(640)]
    [InlineData(4096)]
    [InlineData(100_003)]
    public void Every_image_appears_once(int count)
    {
        var permutation = new KeyedPermutation(count, 11, Purpose.SampleOrder, 0);

        var images = Enumerable.Range(0, count).Select(position => permutation[position]).ToHashSet();

        Assert.Equal(count, images.Count);
        Assert.All(images, image => Assert.InRange(image, 0, count - 1));
    }

    [Fact]
    public void Epochs_have_orders_of_their_own()
    {
        var first = new KeyedPermutation(1000, 11, Purpose.SampleOrder, 0);
        var second = new KeyedPermutation(1000, 11, Purpose.SampleOrder, 1);

        Assert.InRange(Enumerable.Range(0, 1000).Count(position => first[position] == second[position]), 0, 10);
    }

    [Fact]
    public void Neighbours_are_scattered()
    {
        var permutation = new KeyedPermutation(10_000, 12, Purpose.SampleOrder, 0);

        var mean = Enumerable.Range(0, 9_999).Average(position => (double)Math.Abs(permutation[position + 1] - permutation[position]));

        // Two uniform numbers below n are n/3 apart on average.
        Assert.InRange(mean, 3_100, 3_560);
    }

    [Fact]
    public void A_position_outside_is_refused()
    {
        var permutation = new KeyedPermutation(10, 1, Purpose.SampleOrder);

        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[10]);
        Assert.Throws<ArgumentOutOfRangeException>(() => permutation[-1]);
    }
}
