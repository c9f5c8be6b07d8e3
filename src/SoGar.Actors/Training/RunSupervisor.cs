using SoGar.Actors.Kernel;
using SoGar.Protocol.Events;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// One per run: forms its generation, commits its steps, decides when it ends; the only writer of its journal stream. It stops itself,
/// and with it the node, once the journal holds how the run ended.
/// </summary>
public sealed class RunSupervisor(RunPlan plan, INodeDevices devices, IRunJournal journal, IRunObserver observer, TimeProvider clock)
    : AsyncActor<SupervisorMessage>
{
    private readonly ShardPlan _shards = ShardPlan.Even(plan.Recipe.Shards, plan.Trainers);
    private readonly HashSet<string> _replaced = [.. plan.Replaced];
    private readonly HashSet<TrainerId> _rested = [];
    private readonly StepLedger _ledger = new(ShardPlan.Even(plan.Recipe.Shards, plan.Trainers), plan.Journalled);
    private IReadOnlyList<KeyValuePair<TrainerId, ActorRef<TrainerMessage>>> _trainers = [];
    private CheckpointReceipt? _newest;
    private CheckpointMissed? _missed;
    private string? _drainReason;
    private long _done = plan.FirstStep;
    private double _seconds;
    private bool _hasEnded;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var node = Context.Spawn("node-0", () => new NodeAgent(plan.Recipe, devices, clock));
        node.Tell(new StartRun(plan.Trainers, Context.Self));
    }

    /// <inheritdoc/>
    protected override ValueTask ReceiveAsync(SupervisorMessage message) => _hasEnded
        ? ValueTask.CompletedTask
        : message switch
        {
            NodeReady ready => FormGenerationAsync(ready),
            StepFinished finished => EnterAsync(finished.Report),
            SamplesReplaced replaced => ListAsync(replaced.Samples),
            CheckpointTaken taken => AcceptAsync(taken),
            CheckpointMissed missed => MissAsync(missed),
            TrainerRested rested => RestAsync(rested),
            DrainRun drain => DrainAsync(drain.Reason),
            StepRefused refused => FailAsync($"{refused.Trainer}, step {refused.Step}: {refused.Explanation}"),
            TrainerStranded stranded => FailAsync($"{stranded.Trainer} cannot go on with step {stranded.Step}: {stranded.Cause}"),
            DataUnusable unusable => FailAsync(unusable.Explanation, canBeMended: true),
            _ => ValueTask.CompletedTask,
        };

    private async ValueTask FormGenerationAsync(NodeReady ready)
    {
        _trainers = ready.Trainers;
        await RecordAsync([.. plan.Opening, new GenerationFormed(plan.Generation, _trainers.Count, plan.FirstStep)]);
        foreach (var (_, trainer) in _trainers) trainer.Tell(new BeginGeneration(plan.Generation, _shards, plan.FirstStep));
        if (_drainReason is not null) TellAllToDrain();
    }

    private async ValueTask EnterAsync(StepReport report)
    {
        switch (_ledger.Enter(report))
        {
            case LedgerVerdict.Committed committed:
                await CommitAsync(committed.Reports);
                break;
            case LedgerVerdict.Diverged diverged:
                await FailAsync(diverged.Explanation);
                break;
        }
    }

    private async ValueTask CommitAsync(IReadOnlyList<StepReport> reports)
    {
        var report = reports[0];
        var seconds = reports.Max(each => each.Elapsed.TotalSeconds);
        var dataWait = reports.Max(each => each.DataWait.TotalSeconds);
        var attempts = reports.Max(each => each.Attempts);
        List<RunEvent> happened = [new StepCommitted(report.Step, report.Fingerprint.ToString(), report.Reading, attempts, seconds, dataWait)];
        var isAlarmStep = (report.Step + 1) % Math.Max(1, plan.Recipe.Loss.AlarmEvery) == 0;
        if (isAlarmStep) happened.AddRange(CollapseAlarms.Of(report.Reading).Select(alarm => new AlarmRaised(report.Step, alarm)));
        await RecordAsync(happened);
        _done = report.Step + 1;
        _seconds += seconds;
    }

    private async ValueTask ListAsync(IReadOnlyList<ReplacedSample> samples)
    {
        var fresh = samples.Where(sample => _replaced.Add(sample.Sample));
        await RecordAsync([.. fresh.Select(sample => new SampleReplaced(sample.Sample, sample.StandIn, sample.Reason))]);
    }

    private async ValueTask AcceptAsync(CheckpointTaken taken)
    {
        var receipt = taken.Receipt;
        _newest = receipt;
        await RecordAsync([new CheckpointWritten(receipt.Done, receipt.Folder, receipt.Bytes, receipt.Digests, taken.Elapsed.TotalSeconds)]);
        await EndIfDoneAsync();
    }

    private async ValueTask MissAsync(CheckpointMissed missed)
    {
        _missed = missed;
        await RecordAsync([new CheckpointRefused(missed.Done, missed.Reason)]);
        await EndIfDoneAsync();
    }

    private async ValueTask RestAsync(TrainerRested rested)
    {
        _rested.Add(rested.Trainer);
        await EndIfDoneAsync();
    }

    private ValueTask DrainAsync(string reason)
    {
        _drainReason ??= reason;
        TellAllToDrain();
        return ValueTask.CompletedTask;
    }

    private void TellAllToDrain()
    {
        foreach (var (_, trainer) in _trainers) trainer.Tell(new Drain());
    }

    // The writer and the trainers report in any order; the run ends once all trainers rest and the fate of their last state is known.
    private async ValueTask EndIfDoneAsync()
    {
        if (_rested.Count < _trainers.Count) return;
        if (_newest?.Done == _done)
        {
            await EndAsync(_done >= plan.Recipe.Steps
                ? new RunFinished(_done, _newest.Digests, _seconds)
                : new RunDrained(_done, _drainReason ?? "a trainer was asked to stop"));
        }
        else if (_missed?.Done == _done)
        {
            // In mid-run a later checkpoint makes up for a missed one; the state that the run ends with has no later one.
            await FailAsync($"the state after {_missed.Done} steps could not be written: {_missed.Reason}", canBeMended: true);
        }
    }

    private ValueTask FailAsync(string cause, bool canBeMended = false) => EndAsync(new RunFailed(_done, cause, canBeMended));

    private async ValueTask EndAsync(RunEvent end)
    {
        _hasEnded = true;
        await RecordAsync([end]);
        Context.StopSelf();
    }

    private async ValueTask RecordAsync(List<RunEvent> happened)
    {
        if (happened.Count == 0) return;
        var now = clock.GetUtcNow();
        RunEvent[] stamped = [.. happened.Select(each => each with { At = now })];
        await journal.AppendAsync(stamped, Context.Stopping);
        foreach (var each in stamped) observer.Observe(each);
    }
}
