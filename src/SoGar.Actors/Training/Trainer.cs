using System.Collections.Immutable;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// Owns one device with its replica of the student. A step: its shards, one after the other, into the contribution; the exchange, which is
/// the only barrier; the optimizer; the teacher; the report. It runs freely inside a generation: the supervisor is told and does not have to answer.
/// Between generations it rests, and may be given another state.
/// </summary>
public sealed class Trainer(int replica, Recipe recipe, INodeDevices devices, TrainerPeers peers, TimeProvider clock) : Actor<TrainerMessage>
{
    /// <summary>Attempts at one step before saturation counts as our own mistake: scales double their reach each time by what was observed.</summary>
    private const int MaxAttempts = 8;

    private readonly ShardShelf _shelf = new();
    private IStudent? _student;
    private BeginTraining? _order;
    private ShardCredit? _credit;
    private bool _wantsDrain;
    private bool _mustRest;
    private bool _isLastStep;
    private bool _isWhole = true;
    private Phase _phase = Phase.Resting;
    private long _step;
    private long _done;
    private StepFingerprint _state;
    private int _attempt;
    private long _stepBegan;
    private long _waitBegan;
    private TimeSpan _dataWait;
    private TimeSpan _busy;
    private StepOutcome.Applied? _applied;
    private RehearseStep? _rehearsal;

    private enum Phase
    {
        Resting,
        Contributing,
        Exchanging,
        AwaitingTeacher,
    }

    private TrainerId Id => _order!.Trainer;

    private ImmutableArray<int> Shards => _order!.Shards;

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _student = devices.OpenStudent(replica);
        _done = devices.Done;
        peers.Node.Tell(new ReplicaOpened(replica, _student.Fingerprint));
    }

    /// <inheritdoc/>
    protected override void Receive(TrainerMessage message)
    {
        switch (message)
        {
            case BeginTraining begin when _phase == Phase.Resting:
                Begin(begin);
                break;
            case ShardReady ready:
                _shelf.Put(ready.Views);
                Contribute();
                Rehearse();
                break;
            case Exchanged exchanged when IsAwaited(exchanged.Generation, exchanged.Step) && exchanged.Attempt == _attempt:
                Advance(exchanged.Sum);
                break;
            case ExchangeFailed failed when IsAwaited(failed.Generation, failed.Step):
                Strand(failed.Cause);
                break;
            case TeacherAdvanced advanced when _phase == Phase.AwaitingTeacher && advanced.Step == _step:
                Finish(advanced.Fingerprint);
                break;
            case RehearseStep rehearsal when _phase == Phase.Resting:
                PrepareRehearsal(rehearsal);
                break;
            case Drain:
                _wantsDrain = true;
                break;
            case Rest:
                RestSoon();
                break;
            case AdoptState adopt when _phase == Phase.Resting:
                Adopt(adopt.Copy);
                break;
            case LendState or SaveState when _phase == Phase.Resting && _student!.FindDamage() is { } tensor:
                Disown(tensor);
                break;
            case LendState lend when _phase == Phase.Resting:
                peers.Courier.Tell(new OfferState(lend.Generation, devices.Checkpoints.Stage(_done, replica, mandatory: true)!, lend.State));
                break;
            case SaveState save when _phase == Phase.Resting:
                peers.Writer.Tell(new TakeCheckpoint(devices.Checkpoints.Stage(_done, replica, mandatory: true)!, save.State, save.Term));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // Peers that wait in the exchange must not wait for one that will not come.
        _order?.Exchange.Break($"{Id} has stopped");
        _shelf.Empty();
        _student?.Dispose();
    }

    private bool IsAwaited(int generation, long step) => _phase == Phase.Exchanging && generation == _order!.Generation && step == _step;

    private void PrepareRehearsal(RehearseStep rehearsal)
    {
        _rehearsal = rehearsal.Computes ? rehearsal : null;
        _shelf.Keep(rehearsal.Shards, rehearsal.Step);
        // The run will be past what it rehearses with: one shard, and no more.
        _credit = _shelf.CreditFor(rehearsal.Shards, rehearsal.Step, recipe.Steps, rehearsal.Computes ? 0 : recipe.Data.Prefetch);
        RequestAhead();
        Rehearse();
    }

    // What comes of it is dropped with the next step that begins; what was loaded stays on the shelf.
    private void Rehearse()
    {
        if (_rehearsal is not { Step: var step, Shards: var shards }) return;
        if (!shards.IsEmpty && step < recipe.Steps)
        {
            if (_shelf.Find(new ShardKey(step, shards[0])) is not { } views) return;
            _student!.Begin(step, attempt: 1);
            _student.Contribute(views);
        }

        _rehearsal = null;
        peers.Node.Tell(new ReplicaRehearsed());
    }

    private void Begin(BeginTraining begin)
    {
        var goesOn = GoesOn(begin);
        _order = begin;
        _rehearsal = null;
        _state = begin.State;
        _wantsDrain = _mustRest = false;
        _shelf.Keep(begin.Shards, begin.FirstStep, goesOn);
        _credit = _shelf.CreditFor(Shards, begin.FirstStep, recipe.Steps, recipe.Data.Prefetch);
        if (goesOn)
            GoOn();
        else
            BeginStep(begin.FirstStep);
    }

    // A shard of a step that was given up is what it would be again: only those of whoever is gone are left to compute.
    private bool GoesOn(BeginTraining begin) =>
        _shelf.Used.Count > 0 && begin.FirstStep == _step && _shelf.Used.All(views => begin.Shards.Contains(views.Key.Shard))
        && _student!.TryGoOn(_step, _shelf.Used.Count);

    private void GoOn()
    {
        _dataWait = TimeSpan.Zero;
        _stepBegan = clock.GetTimestamp();
        AwaitShards();
    }

    private void BeginStep(long step)
    {
        _step = step;
        _attempt = 1;
        _dataWait = _busy = TimeSpan.Zero;
        _stepBegan = clock.GetTimestamp();
        BeginAttempt();
    }

    private void BeginAttempt()
    {
        _student!.Begin(_step, _attempt);
        foreach (var views in _shelf.Used) Compute(views);
        AwaitShards();
    }

    private void AwaitShards()
    {
        _phase = Phase.Contributing;
        _waitBegan = clock.GetTimestamp();
        Contribute();
    }

    /// <summary>Computes what is ready, in the order of the shards; exchanges once all are done.</summary>
    private void Contribute()
    {
        if (_phase != Phase.Contributing) return;
        RequestAhead();
        while (_shelf.NextOf(Shards) is { } shard)
        {
            if (_shelf.TryUse(new ShardKey(_step, shard)) is not { } views) return;
            _dataWait += clock.GetElapsedTime(_waitBegan);
            Compute(views);
            _credit!.GiveBack();
            RequestAhead();
            _waitBegan = clock.GetTimestamp();
        }

        Exchange();
    }

    private void Compute(IShardViews views)
    {
        var began = clock.GetTimestamp();
        _student!.Contribute(views);
        _busy += clock.GetElapsedTime(began);
    }

    private void RequestAhead()
    {
        while (_credit!.TryTake(out var key))
        {
            var withdrawn = _shelf.Await(key);
            peers.LoaderOf(key, recipe.Shards).Tell(new RequestShard(key, Context.Self, withdrawn));
        }
    }

    private void Exchange()
    {
        if (_student!.FindDamage() is { } tensor)
        {
            GiveUp(tensor);
            return;
        }

        var (generation, step, attempt) = (_order!.Generation, _step, _attempt);
        _phase = Phase.Exchanging;
        Context.PipeToSelf(
            _order.Exchange.SumAsync(Id, new ExchangeRound(step, attempt, _state, _wantsDrain), _student.Contribution),
            sum => new Exchanged(generation, step, attempt, sum),
            cause => new ExchangeFailed(generation, step, cause));
    }

    private void Advance(ExchangedSum sum)
    {
        switch (_student!.Advance(sum.Total))
        {
            case StepOutcome.Applied applied:
                _applied = applied;
                _isLastStep = _step + 1 >= recipe.Steps;
                _mustRest |= sum.Drain;
                _phase = Phase.AwaitingTeacher;
                peers.Teacher.Tell(new StudentAdvanced(_step, replica, Context.Self));
                break;
            case StepOutcome.Saturated saturated when _attempt == MaxAttempts:
                throw new InvalidOperationException($"{Id}: {saturated.Blocks} blocks of step {_step} are still saturated after {MaxAttempts} attempts");
            case StepOutcome.Saturated when _mustRest:
                Settle();
                break;
            case StepOutcome.Saturated:
                _attempt++;
                BeginAttempt();
                break;
            case StepOutcome.NotFinite broken:
                var aside = _student!.PutAside(_shelf.Used);
                Report(new StepRefused(_order!.Generation, Id, _step, aside is null ? broken.Explanation : $"{broken.Explanation}; {aside}"));
                Settle();
                break;
        }
    }

    private void Finish(ulong teacherFingerprint)
    {
        _shelf.Clear();
        _done = _step + 1;
        _state = new StepFingerprint(_applied!.Fingerprint, teacherFingerprint);
        Report(new StepFinished(
            _order!.Generation, new StepReport(Id, _step, _state, _applied.Reading, _attempt, clock.GetElapsedTime(_stepBegan), _dataWait, _busy)));
        TakeCheckpoint();

        if (!_isLastStep && !_mustRest)
        {
            BeginStep(_done);
            return;
        }

        Report(new TrainerRested(_order.Generation, Id, _done));
        Settle();
    }

    private void TakeCheckpoint()
    {
        if (!_order!.TakesCheckpoints || !CheckpointRule.IsDue(recipe, _done)) return;
        if (devices.Checkpoints.Stage(_done, replica, mandatory: _isLastStep) is { } staged)
            peers.Writer.Tell(new TakeCheckpoint(staged, _state, _order.Term));
        else
            Report(new CheckpointMissed(_done, "the disk is slower than checkpoint.every: earlier ones still wait to be written"));
    }

    // The exchange ends soon, with a sum or without: whoever orders rest breaks it. A step that was summed is applied, here as everywhere. Who rests has said
    // so: said again, it would be heard after the order to begin that may be on its way.
    private void RestSoon()
    {
        _mustRest = true;
        if (_phase == Phase.Contributing) Settle();
    }

    private void Strand(Exception cause)
    {
        if (!_mustRest) Report(new TrainerStranded(_order!.Generation, Id, _step, cause.Message, (cause as ExchangeFailedException)?.Suspect));
        Settle();
    }

    // What this trainer would bring in is computed from weights that nobody vouches for: better nothing (G3).
    private void GiveUp(string tensor)
    {
        _order!.Exchange.Break($"{Id} found {tensor} altered in its memory before step {_step}");
        Disown(tensor);
    }

    private void Disown(string tensor)
    {
        _isWhole = false;
        if (_order is not null) Report(new StateDamaged(_order.Generation, Id, _step, tensor));
        Settle();
    }

    private void Settle()
    {
        // Scales that were raised for a step which is given up belong to no committed state.
        if (_done == _step && _attempt > 1) _student!.Begin(_step, attempt: 1);
        _phase = Phase.Resting;
        peers.Node.Tell(new ReplicaRests(replica, _done, _state, _isWhole));
    }

    private void Adopt(IStateCopy copy)
    {
        _student!.Adopt(copy);
        _done = copy.Done;
        _isWhole = true;
        peers.Node.Tell(new ReplicaAdopted(replica, _done, _student.Fingerprint));
    }

    private void Report(NodeReport report) => peers.Node.Tell(new Reported(report));
}
