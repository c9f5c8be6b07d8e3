using System.Collections.Immutable;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// Owns one device with its replica of the student. A step: its shards, one after the other, into the contribution; the exchange, which is
/// the only barrier; the optimizer; the teacher; the report. It runs freely inside a generation: the supervisor is told and does not have to answer.
/// </summary>
public sealed class Trainer(TrainerId id, Recipe recipe, INodeDevices devices, TrainerPeers peers, TimeProvider clock) : Actor<TrainerMessage>
{
    /// <summary>Attempts at one step before saturation counts as our own mistake: scales double their reach each time by what was observed.</summary>
    private const int MaxAttempts = 8;

    private readonly Dictionary<ShardKey, IShardViews> _ready = [];
    private readonly List<IShardViews> _used = [];
    private IStudent? _student;
    private IExchange? _exchange;
    private ShardCredit? _credit;
    private ImmutableArray<int> _shards = [];
    private bool _takesCheckpoints;
    private bool _wantsDrain;
    private bool _isLastStep;
    private Phase _phase = Phase.Resting;
    private long _step;
    private int _attempt;
    private long _stepBegan;
    private long _waitBegan;
    private TimeSpan _dataWait;
    private StepOutcome.Applied? _applied;

    private enum Phase
    {
        Resting,
        Contributing,
        Exchanging,
        AwaitingTeacher,
    }

    /// <inheritdoc/>
    protected override void PreStart() => _student = devices.OpenStudent(id);

    /// <inheritdoc/>
    protected override void Receive(TrainerMessage message)
    {
        switch (message)
        {
            case BeginGeneration begin when _phase == Phase.Resting:
                Begin(begin);
                break;
            case ShardReady ready:
                _ready.Add(ready.Views.Key, ready.Views);
                Contribute();
                break;
            case Exchanged exchanged when _phase == Phase.Exchanging && (exchanged.Step, exchanged.Attempt) == (_step, _attempt):
                Advance(exchanged.Sum);
                break;
            case ExchangeFailed failed when _phase == Phase.Exchanging && failed.Step == _step:
                _phase = Phase.Resting;
                peers.Supervisor.Tell(new TrainerStranded(id, _step, failed.Cause.Message));
                break;
            case TeacherAdvanced advanced when _phase == Phase.AwaitingTeacher && advanced.Step == _step:
                Finish(advanced.Fingerprint);
                break;
            case Drain:
                _wantsDrain = true;
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        // Peers that wait in the exchange must not wait for one that will not come.
        _exchange?.Break($"{id} has stopped");
        foreach (var views in _ready.Values.Concat(_used)) views.Dispose();
        _student?.Dispose();
    }

    private void Begin(BeginGeneration begin)
    {
        _exchange = devices.OpenExchange(begin.Generation, begin.Plan);
        _shards = begin.Plan.Of(id);
        _takesCheckpoints = begin.Plan.Trainers.First() == id;
        _credit = new ShardCredit(_shards, begin.FirstStep, recipe.Steps, recipe.Data.Prefetch);
        BeginStep(begin.FirstStep);
    }

    private void BeginStep(long step)
    {
        _step = step;
        _attempt = 1;
        _dataWait = TimeSpan.Zero;
        _stepBegan = clock.GetTimestamp();
        BeginAttempt();
    }

    private void BeginAttempt()
    {
        _student!.Begin(_step);
        _phase = Phase.Contributing;
        _waitBegan = clock.GetTimestamp();
        foreach (var views in _used) _student.Contribute(views);
        Contribute();
    }

    /// <summary>Computes what is ready, in the order of the shards; exchanges once all are done.</summary>
    private void Contribute()
    {
        if (_phase != Phase.Contributing) return;
        RequestAhead();
        while (_used.Count < _shards.Length)
        {
            if (!_ready.Remove(new ShardKey(_step, _shards[_used.Count]), out var views)) return;
            _dataWait += clock.GetElapsedTime(_waitBegan);
            _student!.Contribute(views);
            _used.Add(views);
            _credit!.GiveBack();
            RequestAhead();
            _waitBegan = clock.GetTimestamp();
        }

        Exchange();
    }

    private void RequestAhead()
    {
        while (_credit!.TryTake(out var key)) peers.LoaderOf(key, recipe.Shards).Tell(new RequestShard(key, Context.Self));
    }

    private void Exchange()
    {
        var (step, attempt) = (_step, _attempt);
        _phase = Phase.Exchanging;
        Context.PipeToSelf(
            _exchange!.SumAsync(id, new ExchangeRound(step, attempt, default, _wantsDrain), _student!.Contribution),
            sum => new Exchanged(step, attempt, sum),
            cause => new ExchangeFailed(step, cause));
    }

    private void Advance(ExchangedSum sum)
    {
        switch (_student!.Advance(sum.Total))
        {
            case StepOutcome.Applied applied:
                _applied = applied;
                _isLastStep = sum.Drain || _step + 1 >= recipe.Steps;
                _phase = Phase.AwaitingTeacher;
                peers.Teacher.Tell(new StudentAdvanced(_step, id, Context.Self));
                break;
            case StepOutcome.Saturated saturated when _attempt == MaxAttempts:
                throw new InvalidOperationException($"{id}: {saturated.Blocks} blocks of step {_step} are still saturated after {MaxAttempts} attempts");
            case StepOutcome.Saturated:
                _attempt++;
                BeginAttempt();
                break;
            case StepOutcome.NotFinite broken:
                _phase = Phase.Resting;
                peers.Supervisor.Tell(new StepRefused(id, _step, broken.Explanation));
                break;
        }
    }

    private void Finish(ulong teacherFingerprint)
    {
        foreach (var views in _used) views.Dispose();
        _used.Clear();
        var fingerprint = new StepFingerprint(_applied!.Fingerprint, teacherFingerprint);
        peers.Supervisor.Tell(new StepFinished(
            new StepReport(id, _step, fingerprint, _applied.Reading, _attempt, clock.GetElapsedTime(_stepBegan), _dataWait)));
        TakeCheckpoint();

        if (!_isLastStep)
        {
            BeginStep(_step + 1);
            return;
        }

        _phase = Phase.Resting;
        peers.Supervisor.Tell(new TrainerRested(id, _step + 1));
    }

    private void TakeCheckpoint()
    {
        var done = _step + 1;
        if (!_takesCheckpoints || !(_isLastStep || CheckpointRule.IsDue(recipe, done))) return;
        if (devices.Checkpoints.Stage(done, id, mandatory: _isLastStep) is { } staged)
            peers.Writer.Tell(new TakeCheckpoint(staged));
        else
            peers.Supervisor.Tell(new CheckpointMissed(done, "the disk is slower than checkpoint.every: earlier ones still wait to be written"));
    }
}
