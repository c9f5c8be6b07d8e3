using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Events;
using SoGar.TestKit;

namespace SoGar.Actors.Tests.Training;

public sealed class RunRecorderTests : IDisposable
{
    private readonly FaultyJournal _journal;
    private readonly MemoryJournal _memory;
    private readonly Probe<SupervisorMessage> _owner;
    private readonly Simulation _stage = new();

    public RunRecorderTests()
    {
        _memory = new MemoryJournal(RunEventTypes.All, _stage.Clock);
        _journal = new FaultyJournal(_memory);
        _owner = _stage.Probe<SupervisorMessage>();
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void Events_are_safe_once_the_owner_hears_so()
    {
        Start().Tell(new RecordEvents([Alarm(1), Alarm(2)]));

        Assert.Equal([Alarm(1), Alarm(2)], _owner.ExpectMsg<EventsRecorded>().Events);
        Assert.Equal([Alarm(1), Alarm(2)], Written());
    }

    [Fact]
    public void An_outage_is_told_once_and_what_was_kept_is_written_when_it_is_over()
    {
        _journal.NextFault = () => JournalFault.Gone;
        var recorder = Start();
        for (var step = 0; step < 100; step++)
        {
            recorder.Tell(new RecordEvents([Alarm(step)]));
            _stage.RunFor(TimeSpan.FromSeconds(1));
        }

        Assert.Contains("the store is gone", _owner.ExpectMsg<JournalGone>().Cause);
        _owner.ExpectNoMsg(TimeSpan.FromSeconds(10));
        Assert.Empty(Written());
        _journal.NextFault = () => JournalFault.None;

        var back = _owner.ExpectMsg<JournalBack>();
        Assert.Equal(100, back.EventCount);
        Assert.True(back.Outage >= TimeSpan.FromSeconds(100));
        _stage.RunFor(TimeSpan.FromSeconds(1));
        Assert.Equal(Enumerable.Range(0, 100).Select(step => Alarm(step)), Written());
        Assert.Equal(Written(), _owner.TakeAll().Cast<EventsRecorded>().SelectMany(news => news.Events));
    }

    [Fact]
    public void A_deposed_recorder_stops_and_says_so()   // G2
    {
        _stage.Await(_memory.AppendAsync("run/a", 0, 9, [Alarm(0)]).AsTask());
        var recorder = Start();
        recorder.Tell(new RecordEvents([Alarm(1)]));

        Assert.Equal(RecordingEnd.Fenced, _owner.ExpectMsg<RecordingEnded>().Reason);
        recorder.Tell(new RecordEvents([Alarm(2)]));
        _owner.ExpectNoMsg(TimeSpan.FromMinutes(1));
        Assert.Equal([Alarm(0)], Written());
    }

    [Fact]
    public void An_event_that_the_journal_cannot_hold_is_a_mistake_of_ours_that_waiting_does_not_mend()
    {
        using var stage = new Simulation();
        var owner = stage.Probe<SupervisorMessage>();
        var journal = new MemoryJournal(new EventTypes(), stage.Clock);
        stage.Spawn("recorder", () => new RunRecorder(journal, "a", new Backlog(1, 0, 10), owner.Ref)).Tell(new RecordEvents([Alarm(1)]));

        Assert.IsType<JournalWriteException>(stage.Await(stage.System.Failure).Cause);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Whatever_the_store_does_every_event_is_written_once_and_in_order(ulong seed)   // G1
    {
        var chance = KeyedRandom.For(seed, Purpose.Test);
        var recorder = Start();
        _journal.NextFault = () => (JournalFault)chance.NextInt(3);
        var step = 0;
        for (var batch = 0; batch < 60; batch++)
        {
            recorder.Tell(new RecordEvents([.. Enumerable.Range(0, 1 + chance.NextInt(3)).Select(_ => Alarm(step++))]));
            _stage.RunFor(TimeSpan.FromMilliseconds(chance.NextInt(500)));
        }

        _journal.NextFault = () => JournalFault.None;
        _stage.RunFor(TimeSpan.FromSeconds(10));

        Assert.Equal(Enumerable.Range(0, step).Select(each => Alarm(each)), Written());
        Assert.Equal(Written(), _owner.TakeAll().OfType<EventsRecorded>().SelectMany(news => news.Events));
    }

    public static TheoryData<ulong> Seeds => [.. Enumerable.Range(1, 50).Select(seed => (ulong)seed)];

    private ActorRef<RecorderMessage> Start() => _stage.Spawn(
        "recorder", () => new RunRecorder(_journal, "a", new Backlog(term: 1, version: 0, capacity: 1000), _owner.Ref), RunRecorder.Options);

    private List<RunEvent> Written() => _stage.Await(RunStream.ReadAsync(_memory, "a"));

    private static RunEvent Alarm(long step) => BacklogTests.Alarm(step);
}
