namespace SoGar.Compute.Tests.Exchange;

/// <summary>Real processes, some of which are killed or stopped.</summary>
public sealed class ExchangeProcessTests
{
    private const int Length = 300_001;
    private const int Endless = 1_000_000;
    private const int PatientMs = 60_000;

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Processes_sum_to_the_bits_of_one(int count)
    {
        using var peers = new Peers(count);
        ExchangePeer.JoinAll(peers.All, 1, PatientMs);

        foreach (var peer in peers.All) peer.BeginSums(0, 3, Length, count);

        Assert.All(peers.All, peer => Assert.Equal($"done {Expected(count)}", peer.Hear()));
    }

    [Fact]
    public void A_killed_process_is_named_by_all_survivors_who_then_go_on_without_it()
    {
        using var peers = new Peers(4);
        var left = peers.All.ToList();
        for (var generation = 1; left.Count > 1; generation++)
        {
            ExchangePeer.JoinAll(left, generation, PatientMs);
            foreach (var peer in left) peer.BeginSums(0, 2, Length, 4);
            Assert.All(left, peer => Assert.StartsWith("done", peer.Hear(), StringComparison.Ordinal));

            // In the midst of sums, at whatever instant that is.
            foreach (var peer in left) peer.BeginSums(2, Endless, Length, 4);
            var victim = left[generation % left.Count];
            victim.KillAtOnce();
            left.Remove(victim);

            // Well before the detection time, which would have made the test wait for a minute.
            Assert.All(left, peer => Assert.StartsWith($"failed {victim.Name} ", peer.Hear(), StringComparison.Ordinal));
        }

        ExchangePeer.JoinAll(left, 9, PatientMs);
        left[0].BeginSums(0, 1, Length, 4);
        Assert.StartsWith("done", left[0].Hear(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_process_is_named_by_all_others_and_learns_that_it_was_left_behind()
    {
        using var peers = new Peers(3);
        ExchangePeer.JoinAll(peers.All, 1, detectionMs: 1000);
        foreach (var peer in peers.All) peer.BeginSums(0, 2, Length, 3);
        Assert.All(peers.All, peer => Assert.StartsWith("done", peer.Hear(), StringComparison.Ordinal));

        foreach (var peer in peers.All) peer.BeginSums(2, Endless, Length, 3);
        peers.All[1].StopAtOnce();
        ExchangePeer[] others = [peers.All[0], peers.All[2]];
        Assert.All(others, peer => Assert.StartsWith("failed b ", peer.Hear(), StringComparison.Ordinal));

        ExchangePeer.JoinAll(others, 2, PatientMs);
        foreach (var peer in others) peer.BeginSums(0, 1, Length, 3);
        peers.All[1].GoOn();
        Assert.StartsWith("failed b ", peers.All[1].Hear(), StringComparison.Ordinal);
        Assert.All(others, peer => Assert.StartsWith("done", peer.Hear(), StringComparison.Ordinal));
    }

    [Fact]
    public void A_process_that_computes_for_longer_than_the_detection_time_is_waited_for()
    {
        using var peers = new Peers(2);
        ExchangePeer.JoinAll(peers.All, 1, detectionMs: 400);
        peers.All[0].BeginSums(0, 1, Length, 2);

        // A third one starts and answers meanwhile, which takes longer than 0.4 s here; nothing is asserted about it.
        using var distraction = ExchangePeer.Start(2);
        distraction.Tell("offer 1");
        distraction.Hear();
        peers.All[1].BeginSums(0, 1, Length, 2);

        Assert.All(peers.All, peer => Assert.Equal($"done {Expected(2)}", peer.Hear()));
    }

    [Fact]
    public void A_hundred_generations_leave_no_descriptors_or_threads_behind()
    {
        using var peers = new Peers(3);
        (int Descriptors, int Threads)[] early = [];
        for (var generation = 1; generation <= 100; generation++)
        {
            ExchangePeer.JoinAll(peers.All, generation, PatientMs);
            var breaks = generation % 2 == 0;
            if (breaks) peers.All[2].Tell("break");
            foreach (var peer in peers.All) peer.BeginSums(0, 1, 1000, 3);
            Assert.All(peers.All, peer => Assert.StartsWith(breaks ? "failed" : "done", peer.Hear(), StringComparison.Ordinal));
            if (generation == 10) early = [.. peers.All.Select(peer => peer.Count())];
        }

        // Those of the last generations may still be on their way out; one left behind by each of ninety would be too many.
        Assert.All(peers.All, peer => Assert.InRange(peer.Count().Descriptors, 1, early[peer.Rank].Descriptors + 45));
        Assert.All(peers.All, peer => Assert.InRange(peer.Count().Threads, 1, early[peer.Rank].Threads + 20));
    }

    private static string Expected(int count)
    {
        var whole = ExchangePeer.Contribution(0, Length, count);
        for (var rank = 1; rank < count; rank++) whole.Merge(ExchangePeer.Contribution(rank, Length, count));
        return ExchangePeer.DigestOf(whole);
    }

    private sealed class Peers(int count) : IDisposable
    {
        public ExchangePeer[] All { get; } = [.. Enumerable.Range(0, count).Select(ExchangePeer.Start)];

        public void Dispose()
        {
            foreach (var peer in All) peer.Dispose();
        }
    }
}
