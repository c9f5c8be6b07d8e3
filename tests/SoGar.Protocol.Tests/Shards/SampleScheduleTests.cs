using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Tests.Shards;

public sealed class SampleScheduleTests
{
    [Theory]
    [InlineData(60, 12, 6)]
    [InlineData(61, 12, 6)]
    [InlineData(7, 12, 3)]
    [InlineData(1, 4, 2)]
    public void Every_sample_counts_once_per_epoch(int samples, int batch, int shards)   // G4
    {
        var schedule = Schedule(samples, batch, shards);
        var steps = 5 * samples / batch + 5;

        var draws = Enumerable.Range(0, steps).SelectMany(
            step => Enumerable.Range(0, shards).SelectMany(shard => schedule.SamplesOf(new ShardKey(step, shard)))).ToList();

        var whole = draws.GroupBy(draw => draw.Epoch).OrderBy(epoch => epoch.Key).SkipLast(1).ToList();
        Assert.True(whole.Count >= 4);
        Assert.All(whole, epoch => Assert.Equal(Enumerable.Range(0, samples), epoch.Select(draw => draw.Sample).Order()));
    }

    [Fact]
    public void How_a_batch_is_cut_into_shards_does_not_change_its_samples()
    {
        var two = Schedule(100, 12, 2);
        var six = Schedule(100, 12, 6);

        for (var step = 0; step < 30; step++)
        {
            var whole = Enumerable.Range(0, 2).SelectMany(shard => two.SamplesOf(new ShardKey(step, shard)));
            Assert.Equal(whole, Enumerable.Range(0, 6).SelectMany(shard => six.SamplesOf(new ShardKey(step, shard))));
        }
    }

    [Fact]
    public void Another_seed_gives_another_order()
    {
        var one = Schedule(1000, 10, 1, seed: 1).SamplesOf(new ShardKey(0, 0));
        var two = Schedule(1000, 10, 1, seed: 2).SamplesOf(new ShardKey(0, 0));

        Assert.NotEqual(one, two);
    }

    private static SampleSchedule Schedule(int samples, int batch, int shards, ulong seed = 9) =>
        new(new Recipe { Seed = seed, Batch = batch, Shards = shards }, samples);
}
