using SoGar.Actors.Cluster;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Protocol.Events;
using SoGar.TestKit;
using SoGar.Tests;

namespace SoGar.Actors.Tests.Journal;

/// <summary>A server of their own that these tests restart and kill.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private static readonly NodeOffer Offer = new("ws://a:1", "a", "cpu", 1, "cpu");
    private PostgresServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task After_a_restart_every_connection_works_at_its_first_use()
    {
        await using var store = await OpenAsync(Noted.Types);
        var node = (await store.Members.JoinAsync("a", Offer)).Node;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(stream => store.Journal.AppendAsync($"run/{stream}", 0, 1, [new Moved(1)]).AsTask()));

        await _server.StopAsync();
        await Assert.ThrowsAsync<JournalUnavailableException>(async () => await store.Members.ListAsync());
        await _server.BeginAsync();

        Assert.IsType<MembershipOutcome.Accepted>(await store.Members.HeartbeatAsync(node, NodeState.Up));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(stream => store.Journal.AppendAsync($"run/{stream}", 1, 1, [new Moved(2)]).AsTask()));
        Assert.All(outcomes, outcome => Assert.Equal(new AppendOutcome.Appended(2), outcome));
    }

    [Fact]
    public async Task A_restart_that_nobody_saw_is_not_noticed()
    {
        await using var store = await OpenAsync(Noted.Types);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(stream => store.Journal.AppendAsync($"run/{stream}", 0, 1, [new Moved(1)]).AsTask()));

        await _server.StopAsync();
        await _server.BeginAsync();

        Assert.Equal(6, (await store.Journal.StreamsAsync()).Count);
        Assert.Equal(new AppendOutcome.Appended(2), await store.Journal.AppendAsync("run/0", 1, 1, [new Moved(2)]));
    }

    [Fact]
    public async Task What_a_killed_server_has_acknowledged_is_there_when_it_is_back()   // G1
    {
        const int Writers = 4;
        await using var store = await OpenAsync(Noted.Types);
        var acknowledged = new int[Writers];
        var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            try
            {
                while (await store.Journal.AppendAsync($"run/{writer}", acknowledged[writer], 1, [new Moved(acknowledged[writer])]) is AppendOutcome.Appended)
                {
                    Interlocked.Increment(ref acknowledged[writer]);
                }
            }
            catch (JournalUnavailableException)
            {
                // The append that the kill fell into: written or not, but never told.
            }
        })).ToArray();
        while (acknowledged.Any(count => Volatile.Read(ref count) < 20)) await Task.Yield();

        await _server.KillAsync();
        await Task.WhenAll(writers);
        await _server.BeginAsync();

        for (var writer = 0; writer < Writers; writer++)
        {
            var events = await store.Journal.ReadAsync($"run/{writer}").Select(entry => ((Moved)entry.Event).Metres).ToListAsync();
            Assert.Equal(Enumerable.Range(0, events.Count), events);
            Assert.InRange(events.Count, acknowledged[writer], acknowledged[writer] + 1);
        }
    }

    [Fact]
    public async Task Terms_and_incarnations_are_not_given_again_by_a_server_that_was_killed()   // G2
    {
        await using var store = await OpenAsync(Noted.Types);
        await store.Leases.AcquireAsync("run/a", "a", TimeSpan.FromMilliseconds(1));
        await store.Members.JoinAsync("a", Offer);

        await _server.KillAsync();
        await _server.BeginAsync();

        Assert.Equal(2, Assert.IsType<LeaseOutcome.Granted>(await store.Leases.AcquireAsync("run/a", "a", TimeSpan.FromMinutes(1))).Lease.Term);
        Assert.Equal(2, (await store.Members.JoinAsync("a", Offer)).Node.Incarnation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_run_that_records_through_an_outage_has_every_event_once_and_in_order(bool isKilled)   // G1
    {
        await using var store = await OpenAsync(RunEventTypes.All);
        using var stage = new LocalStage { Patience = TimeSpan.FromMinutes(3) };
        var owner = stage.Probe<SupervisorMessage>();
        var recorder = stage.Spawn(
            "recorder", () => new RunRecorder(store.Journal, "a", new Backlog(term: 1, version: 0, capacity: 10_000), owner.Ref), RunRecorder.Options);

        for (var step = 0; step < 100; step++) recorder.Tell(new RecordEvents([Step(step)]));
        owner.ExpectMsg<EventsRecorded>();
        await (isKilled ? _server.KillAsync() : _server.StopAsync());
        for (var step = 100; step < 300; step++) recorder.Tell(new RecordEvents([Step(step)]));
        while (owner.ExpectMsg<SupervisorMessage>() is not JournalGone)
        {
        }

        await _server.BeginAsync();
        for (var step = 300; step < 400; step++) recorder.Tell(new RecordEvents([Step(step)]));
        var recorded = new List<RunEvent>();
        while (!recorded.Contains(Step(399)))
        {
            if (owner.ExpectMsg<SupervisorMessage>() is EventsRecorded news) recorded.AddRange(news.Events);
        }

        Assert.Equal(Enumerable.Range(0, 400).Select(Step), await RunStream.ReadAsync(store.Journal, "a"));
    }

    private ValueTask<Store> OpenAsync(EventTypes types) => Store.OpenAsync(_server.Location(), types, TimeProvider.System);

    private static RunEvent Step(int step) => new AlarmRaised(step, "spread") { At = DateTimeOffset.UnixEpoch };
}
