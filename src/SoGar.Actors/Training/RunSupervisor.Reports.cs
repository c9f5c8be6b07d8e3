using System.Collections.Immutable;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>What the supervisor makes of reports: steps are committed, trouble begins a recovery, the end of the run is found.</summary>
public sealed partial class RunSupervisor
{
    private readonly HashSet<TrainerId> _rested = [];
    private readonly UncommittedReports _uncommitted = new();
    private readonly List<(Peer Keeper, CheckpointTaken Taken)> _doubtful = [];
    private readonly Dictionary<long, ImmutableArray<(NodeId Node, StepReport Said)>> _disputed = [];
    private ImmutableArray<CheckpointRejected> _odds = plan.History.OddCheckpoints;
    private CheckpointReceipt? _newest;
    private CheckpointMissed? _missed;
    private Peer? _keeper;
    private long _closesAt;
    private int _endedGeneration;

    private void TakeIn(Peer peer, NodeReports message)
    {
        foreach (var report in peer.Take(message))
        {
            if (report is StepFinished { Report.Step: var step } finished && !_prints.ContainsKey(step)) _uncommitted.Keep(peer.Node, finished);
            Handle(peer, report);
            peer.Enter(StepOf(report), _submitted);
        }

        SettleSteps();
        Acknowledge(peer);
        if (_phase == Phase.Forming) Evaluate();
    }

    /// <summary>The step that has to be committed before nobody needs a report any more; null for none.</summary>
    private static long? StepOf(NodeReport report) => report switch
    {
        StepFinished finished => finished.Report.Step,
        CheckpointTaken taken => taken.Receipt.Done - 1,
        _ => null,
    };

    private void Handle(Peer peer, NodeReport report)
    {
        switch (report)
        {
            case StepFinished finished when finished.Generation == _generation && _ledger is not null:
                Enter(peer, finished.Report);
                break;
            case TrainerRested rested when rested.Generation == _generation && rested.Done >= _recipe.Steps:
                _rested.Add(rested.Trainer);
                if (_phase == Phase.Running && _shards is not null && _rested.IsSupersetOf(_shards.Trainers)) CloseAt(_recipe.Steps, keeper: null);
                break;
            case TrainerRested rested when rested.Generation == _generation:
                NoteEnd();
                break;
            case TrainerStranded stranded when stranded.Generation == _generation:
                Suspect(new Trouble.Stranded(stranded.Trainer, stranded.Suspect, stranded.Cause));
                break;
            case StateDamaged damaged when damaged.Generation == _generation:
                _odd[peer.Node] = (damaged.Trainer, damaged.Step, $"{damaged.Tensor} was altered in its memory before step {damaged.Step}");
                Suspect(new Trouble.ReplicaOdd(peer.Node, damaged.Trainer, _odd[peer.Node].Explanation));
                break;
            case StepRefused refused when refused.Generation == _generation:
                End(new RunFailed(_done, $"{refused.Trainer}, step {refused.Step}: {refused.Explanation}"));
                break;
            case DataUnusable unusable:
                End(new RunFailed(_done, unusable.Explanation, CanBeMended: true));
                break;
            case SamplesReplaced replaced:
                Record(
                    [.. replaced.Samples.Where(sample => _replaced.Add(sample.Sample))
                        .Select(sample => new SampleReplaced(sample.Sample, sample.StandIn, sample.Reason))]);
                break;
            case CheckpointTaken taken:
                _doubtful.Add((peer, taken));
                Record([.. JudgeCheckpoints()]);
                EndIfClosed();
                break;
            case CheckpointMissed missed:
                _missed = missed;
                Record([new CheckpointRefused(missed.Done, missed.Reason)]);
                EndIfClosed();
                break;
        }
    }

    // An order of the supervisor before this one may bring a generation to its end that was well when it was taken over.
    private void NoteEnd()
    {
        _endedGeneration = _generation;
        Reform("the supervisor before this one ended the generation");
    }

    private void Enter(Peer peer, StepReport report)
    {
        // Reports that an earlier supervisor journalled, and could not acknowledge any more, come again.
        if (_generation == plan.History.Generation && report.Step < plan.History.Done && _prints.GetValueOrDefault(report.Step) == report.Fingerprint) return;
        _speeds.Note(report, _shards!.Assignment.GetValueOrDefault(report.Trainer, []).Length);
        switch (_ledger!.Enter(report))
        {
            case LedgerVerdict.Committed committed:
                Commit(committed.Reports);
                break;
            case LedgerVerdict.Disputed disputed:
                _disputed[disputed.Step] = [.. disputed.Reports.Select(each => (NodeOf(each.Trainer) ?? peer.Node, each))];
                Suspect(new Trouble.ReplicasDiffer(disputed.Explanation));
                break;
            case LedgerVerdict.Diverged { Odd: null } diverged:
                End(new RunFailed(_done, diverged.Explanation));
                break;
            case LedgerVerdict.Diverged { Odd: { } odd } diverged:
                var node = NodeOf(odd) ?? peer.Node;
                _odd[node] = (odd, report.Step + 1, diverged.Explanation);
                Suspect(new Trouble.ReplicaOdd(node, odd, diverged.Explanation));
                break;
        }
    }

    private NodeId? NodeOf(TrainerId trainer) => _peers.Values.FirstOrDefault(peer => peer.Standing.Trainers.Contains(trainer))?.Node;

    private void Commit(IReadOnlyList<StepReport> reports)
    {
        var report = reports[0];
        var seconds = reports.Max(each => each.Elapsed.TotalSeconds);
        var dataWait = reports.Max(each => each.DataWait.TotalSeconds);
        var attempts = reports.Max(each => each.Attempts);
        List<RunEvent> happened = [new StepCommitted(report.Step, report.Fingerprint.ToString(), report.Reading, attempts, seconds, dataWait)];
        var isAlarmStep = (report.Step + 1) % Math.Max(1, _recipe.Loss.AlarmEvery) == 0;
        if (isAlarmStep) happened.AddRange(CollapseAlarms.Of(report.Reading).Select(alarm => new AlarmRaised(report.Step, alarm)));
        happened.AddRange(SettleDispute(report));
        _done = Math.Max(_done, report.Step + 1);
        _prints = _prints.SetItem(report.Step, report.Fingerprint);
        _uncommitted.Forget(report.Step);
        _budget = _budget.Restore();
        if (_failure is { FirstStep: { } first } failure && report.Step >= first)
        {
            var since = Context.Clock.GetElapsedTime(failure.At).TotalSeconds;
            happened.Add(new RunRecovered(failure.Cause, first, since, failure.StepsLost));
            _failure = null;
        }

        Record([.. happened, .. JudgeCheckpoints()]);
        EndIfClosed();
        if (_phase == Phase.Running && IsTimeToMove(report.Step)) Reform("shards move to faster trainers");
    }

    // Which of two replicas had gone wrong is known once the step was done again (G3).
    private IEnumerable<RunEvent> SettleDispute(StepReport right)
    {
        if (!_disputed.Remove(right.Step, out var sides)) yield break;
        foreach (var (node, said) in sides.Where(side => side.Said.Fingerprint != right.Fingerprint))
        {
            yield return new ReplicaReplaced(
                node.ToString(), said.Trainer.ToString(), right.Step + 1,
                $"after step {right.Step} it held {said.Fingerprint}; done again, the step gives {right.Fingerprint}");
        }
    }

    // A replica that went wrong may be written before its peers can object: a checkpoint counts once it is known that its step left this very state (G3, G6).
    private IEnumerable<RunEvent> JudgeCheckpoints()
    {
        foreach (var doubt in _doubtful.ToList())
        {
            var (receipt, written) = (doubt.Taken.Receipt, doubt.Taken.State);
            if (StateAfter(receipt.Done) is not { } right || (right != written && IsMixed)) continue;
            _doubtful.Remove(doubt);
            if (right != written)
            {
                yield return Reject(
                    doubt.Keeper, receipt.Folder, $"{doubt.Keeper.Node} wrote {written}; the state after {receipt.Done} steps is {right}", receipt.Done,
                    receipt.Digests);
                continue;
            }

            if (receipt.Done >= (_newest?.Done ?? 0)) _newest = receipt;
            doubt.Keeper.Offer = doubt.Keeper.Offer with
            {
                Checkpoints = doubt.Keeper.Offer.Checkpoints.Insert(0, new CheckpointOffer(receipt.Done, receipt.Folder, receipt.Digests)),
            };
            yield return new CheckpointWritten(receipt.Done, receipt.Folder, receipt.Bytes, receipt.Digests, doubt.Taken.Elapsed.TotalSeconds);
        }
    }

    // Where it stood the right state may have to be written, by its keeper or by another node: the order comes again with each that may lead to that.
    private CheckpointRejected Reject(Peer keeper, string folder, string reason, long done, StateDigests digests)
    {
        var odd = new CheckpointRejected(folder, reason, done, digests);
        _odds = _odds.Add(odd);
        SendAside(keeper);
        return odd;
    }

    private void SendAside(Peer peer)
    {
        foreach (var odd in _odds) post.Send(peer.Address, new SetCheckpointAside(plan.Term, odd.Done, odd.Digests!));
    }

    private StepFingerprint? StateAfter(long done) =>
        _prints.TryGetValue(done - 1, out var committed) ? committed : _start?.Done == done ? _start.State : null;

    // Speeds need some steps to be known, and a move now and then is enough.
    private bool IsTimeToMove(long step) =>
        (step - _firstStep) % 10 == 9 && step + 1 < _recipe.Steps && ShardAssignment.IsWorthMoving(_shards!, _speeds.Known, _recipe.Cluster.RebalanceGain);

    private void AcceptRecorded(ImmutableArray<RunEvent> events)
    {
        _recorded += events.Length;
        foreach (var happened in events)
        {
            _history = _history.With(happened);
            observer.Observe(happened);
            if (happened is NodeLeft left) NoteRecorded(left);
        }

        foreach (var peer in _peers.Values) Acknowledge(peer);
        if (_phase == Phase.Ended && events.Any(happened => happened is RunFinished or RunDrained or RunFailed)) LetGo();
    }

    private void Acknowledge(Peer peer)
    {
        if (peer.Release(_history.Done, _recorded) is { } upTo) post.Send(peer.Address, new ReportsCommitted(plan.Term, upTo));
    }

    /// <summary>The run ends, or pauses, with the state after these steps, once a checkpoint of it is written.</summary>
    /// <param name="done">Steps.</param>
    /// <param name="keeper">Who writes it; null where a trainer does so by itself.</param>
    private void CloseAt(long done, Peer? keeper)
    {
        (_phase, _closesAt, _keeper) = (Phase.Closing, done, keeper);
        // Another node may write what one could not.
        if (keeper is not null) _missed = null;
        SendKeepState();
        EndIfClosed();
    }

    private void SendKeepState()
    {
        if (_keeper is not { } keeper || _newest?.Done == _closesAt) return;
        SendAside(keeper);
        post.Send(keeper.Address, new KeepState(plan.Term, _closesAt));
    }

    private void EndIfClosed()
    {
        if (_phase != Phase.Closing) return;
        if (_newest?.Done == _closesAt)
        {
            End(_closesAt >= _recipe.Steps
                ? new RunFinished(_closesAt, _newest.Digests, _history.Seconds)
                : new RunDrained(_closesAt, _drainReason ?? "every node left"));
        }
        else if (_missed?.Done == _closesAt)
        {
            // In mid-run a later checkpoint makes up for a missed one; the state that the run ends with has no later one.
            End(new RunFailed(_done, $"the state after {_missed.Done} steps could not be written: {_missed.Reason}", CanBeMended: true));
        }
    }

    private void End(RunEvent end)
    {
        if (_phase == Phase.Ended) return;
        _phase = Phase.Ended;
        Record([end]);
    }

    private void LetGo()
    {
        var reason = $"run {plan.Run}: {_history.Status.ToString().ToLowerInvariant()}{(_history.Explanation.Length > 0 ? $", {_history.Explanation}" : "")}";
        foreach (var peer in _peers.Values) post.Send(peer.Address, new Release(plan.Term, reason, RunHasEnded: true));
        Context.StopSelf();
    }
}
