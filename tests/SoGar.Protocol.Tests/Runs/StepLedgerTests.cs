using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Protocol.Tests.Runs;

public sealed class StepLedgerTests
{
    private static readonly StepReading Reading = new(1, 0.5, 0.5, 0.06, 0.8, 0, 1e-3);

    [Fact]
    public void A_step_is_committed_once_every_trainer_reported_the_same_fingerprint()
    {
        var ledger = Ledger(trainers: 3);

        Assert.IsType<LedgerVerdict.Open>(ledger.Enter(Report(0, step: 0)));
        Assert.IsType<LedgerVerdict.Open>(ledger.Enter(Report(2, step: 0)));
        var verdict = Assert.IsType<LedgerVerdict.Committed>(ledger.Enter(Report(1, step: 0)));

        Assert.Equal([0, 1, 2], verdict.Reports.Select(report => report.Trainer.Index));
    }

    [Fact]
    public void A_fast_trainer_may_report_the_next_step_before_a_slow_one_reports_this()
    {
        var ledger = Ledger(trainers: 2);
        ledger.Enter(Report(0, step: 0));

        Assert.IsType<LedgerVerdict.Open>(ledger.Enter(Report(0, step: 1)));
        Assert.IsType<LedgerVerdict.Committed>(ledger.Enter(Report(1, step: 0)));
        Assert.IsType<LedgerVerdict.Committed>(ledger.Enter(Report(1, step: 1)));
    }

    [Fact]
    public void The_same_report_twice_counts_once()
    {
        var ledger = Ledger(trainers: 2);
        ledger.Enter(Report(0, step: 0));

        Assert.IsType<LedgerVerdict.Open>(ledger.Enter(Report(0, step: 0)));
    }

    [Fact]
    public void The_minority_is_named_when_fingerprints_differ()   // G3
    {
        var ledger = Ledger(trainers: 3);
        ledger.Enter(Report(0, step: 4));
        ledger.Enter(Report(1, step: 4, student: 99));

        var verdict = Assert.IsType<LedgerVerdict.Diverged>(ledger.Enter(Report(2, step: 4)));

        Assert.Equal(new TrainerId(1), verdict.Odd);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Where_as_many_hold_the_one_as_the_other_nobody_is_blamed(int trainers)   // G3
    {
        var ledger = Ledger(trainers);
        for (var trainer = 0; trainer < trainers - 1; trainer++) ledger.Enter(Report(trainer, step: 4, student: (ulong)trainer % 2));

        var verdict = Assert.IsType<LedgerVerdict.Disputed>(ledger.Enter(Report(trainers - 1, step: 4, student: 1)));

        Assert.Equal(trainers, verdict.Reports.Count);
        foreach (var report in verdict.Reports) Assert.Contains($"{report.Trainer} ", verdict.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Of_two_that_differ_in_a_replay_the_journal_names_the_odd_one(int right, int odd)   // G1, G3
    {
        var known = new Dictionary<long, StepFingerprint> { [4] = new(7, 6) };
        var ledger = new StepLedger(ShardPlan.Even(8, [new TrainerId(0), new TrainerId(1)]), known);
        ledger.Enter(Report(right, step: 4, student: 7));

        var verdict = Assert.IsType<LedgerVerdict.Diverged>(ledger.Enter(Report(odd, step: 4, student: 99)));

        Assert.Equal(new TrainerId(odd), verdict.Odd);
    }

    [Fact]
    public void A_replayed_step_must_give_what_the_journal_has()   // G1
    {
        var known = new Dictionary<long, StepFingerprint> { [4] = new(7, 8), [5] = new(1, 2) };
        var ledger = new StepLedger(ShardPlan.Even(1, [new TrainerId(0)]), known);

        Assert.IsType<LedgerVerdict.Diverged>(ledger.Enter(Report(0, step: 4)));
        Assert.IsType<LedgerVerdict.Committed>(ledger.Enter(Report(0, step: 5, student: 1, teacher: 2)));
    }

    [Fact]
    public void A_fingerprint_survives_its_text()
    {
        var fingerprint = new StepFingerprint(0x0123456789abcdef, 42);

        Assert.Equal(fingerprint, StepFingerprint.Parse(fingerprint.ToString()));
        Assert.Throws<FormatException>(() => StepFingerprint.Parse("0123"));
    }

    private static StepLedger Ledger(int trainers) =>
        new(ShardPlan.Even(8, [.. Enumerable.Range(0, trainers).Select(index => new TrainerId(index))]), new Dictionary<long, StepFingerprint>());

    private static StepReport Report(int trainer, long step, ulong student = 5, ulong teacher = 6) =>
        new(new TrainerId(trainer), step, new StepFingerprint(student, teacher), Reading, 1, TimeSpan.FromSeconds(1), TimeSpan.Zero);
}
