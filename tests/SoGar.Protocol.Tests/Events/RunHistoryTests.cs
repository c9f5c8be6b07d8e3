using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Tests.Events;

public sealed class RunHistoryTests
{
    private static readonly RunStarted Started = new("steps = 3", "cpu", 10, "data");

    [Fact]
    public void A_resumed_run_never_counts_fewer_steps_than_were_committed()   // G1
    {
        var history = RunHistory.Of([Started, Step(0), Step(1), Step(2), new RunResumed(1, "step-1", "cpu"), Step(1)]);

        Assert.Equal(3, history.Done);
        Assert.Equal(1, history.Resumptions);
        Assert.Equal(RunStatus.Running, history.Status);
    }

    [Fact]
    public void Fingerprints_of_another_profile_are_not_held_against_a_replay()
    {
        var same = RunHistory.Of([Started, Step(0), new RunResumed(0, "", "cpu")]);
        var other = RunHistory.Of([Started, Step(0), new RunResumed(0, "", "another cpu")]);

        Assert.Single(same.Fingerprints);
        Assert.Empty(other.Fingerprints);
    }

    [Fact]
    public void A_sample_is_listed_once_however_often_it_was_met()
    {
        var replaced = new SampleReplaced("a.mp4", "b.mp4", "truncated");

        Assert.Single(RunHistory.Of([Started, replaced, new RunResumed(0, "", "cpu"), replaced]).Replaced);
    }

    [Fact]
    public void A_checkpoint_that_was_rejected_for_the_state_it_holds_is_known_to_the_next_supervisor()   // G6
    {
        var state = new StateDigests(Digest.Of("a"u8), Digest.Of("b"u8), Digest.Of("c"u8));
        var odd = new CheckpointRejected("step-00000010", "b#1 wrote another state", 10, state);

        Assert.Equal([odd], RunHistory.Of([Started, new CheckpointRejected("step-00000005", "it is cut short"), odd]).OddCheckpoints);
    }

    [Fact]
    public void Every_kind_of_event_has_a_name_of_its_own()
    {
        var kinds = typeof(RunEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RunEvent)));

        Assert.Equal(kinds.OrderBy(kind => kind.Name), RunEventNames.All.Select(named => named.Type).OrderBy(kind => kind.Name));
        Assert.Equal(RunEventNames.All.Length, RunEventNames.All.Select(named => named.Name).Distinct().Count());
    }

    private static StepCommitted Step(long step) =>
        new(step, new StepFingerprint((ulong)step, 1).ToString(), new StepReading(1, 0.5, 0.5, 0.06, 0.8, 0, 1e-3), 1, 0.5, 0.1);
}
