using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.Tests;

/// <summary>The training actors under every order of messages that a seed can draw.</summary>
public sealed class SimulatedRunTests
{
    private static readonly StateDigests Unbroken = new SimulatedRun(seed: 1, trainers: 1).Play().History.Digests!;

    public static TheoryData<ulong, int> SeedsAndTrainers =>
        [.. from seed in Enumerable.Range(1, 25) from trainers in new[] { 1, 2, 3, 6 } select ((ulong)seed, trainers)];

    [Fact]
    public void One_seed_has_one_history_of_a_run() =>
        Assert.Equal(new SimulatedRun(8412, trainers: 3).Play().Trace, new SimulatedRun(8412, trainers: 3).Play().Trace);

    [Theory, MemberData(nameof(SeedsAndTrainers))]
    public void A_run_ends_with_the_same_digests_in_every_order_of_messages(ulong seed, int trainers)   // G5
    {
        var run = new SimulatedRun(seed, trainers, new DeviceScript { Saturated = [0, 7] }).Play();

        Assert.Equal(RunStatus.Finished, run.History.Status);
        Assert.Equal(Unbroken, run.History.Digests);
    }

    [Theory, MemberData(nameof(SeedsAndTrainers))]
    public void A_run_drained_at_any_instant_goes_on_to_the_same_digests(ulong seed, int trainers)   // G5
    {
        var length = new SimulatedRun(seed, trainers).Play().Elapsed;
        var run = new SimulatedRun(seed, trainers);

        run.Play(drainAt: length * (seed / 26.0));
        var done = run.History.Done;
        if (run.History.Status == RunStatus.Drained)
        {
            run.Play();
        }

        Assert.InRange(done, 1, 12);
        Assert.Equal(RunStatus.Finished, run.History.Status);
        Assert.Equal(Unbroken, run.History.Digests);
    }

    [Theory, MemberData(nameof(SeedsAndTrainers))]
    public void A_run_in_trouble_ends_and_says_so_in_every_order_of_messages(ulong seed, int trainers)   // G7
    {
        var last = new TrainerId(trainers - 1);

        Assert.Equal(RunStatus.Failed, new SimulatedRun(seed, trainers, new DeviceScript { NotFiniteAt = 3 }).Play().History.Status);
        Assert.Equal($"/sim/node/trainer-{last.Index}", new SimulatedRun(seed, trainers, new DeviceScript { DeviceLost = (last, 4) }).Play().Failure?.Path);
        Assert.Equal(RunStatus.Finished, new SimulatedRun(seed, trainers, new DeviceScript { RefusedCheckpoints = [5] }).Play().History.Status);
        Assert.Equal(RunStatus.Failed, new SimulatedRun(seed, trainers, new DeviceScript { RefusedCheckpoints = [12] }).Play().History.Status);
        if (trainers > 1)
        {
            Assert.Equal(Unbroken, new SimulatedRun(seed, trainers, new DeviceScript { BitFlip = (last, 6) }).Play().History.Digests);
            Assert.Equal(Unbroken, new SimulatedRun(seed, trainers, new DeviceScript { LiveFlip = (last, 6) }).Play().History.Digests);
        }
    }
}
