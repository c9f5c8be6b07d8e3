using SoGar.Compute.Checkpoints;
using SoGar.Compute.Exchange;
using SoGar.Compute.Methods;
using SoGar.Compute.Optim;
using SoGar.Compute.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Methods;

/// <summary>A run of any method without actors or videos: trainers that share the shards of each step out among them.</summary>
internal sealed class MethodRun : IDisposable
{
    private readonly PretrainingMethod _method;
    private readonly StudentState[] _states;
    private readonly MethodStudent[] _students;

    public MethodRun(PretrainingMethod method, int trainers)
    {
        _method = method;
        _states = [.. Enumerable.Range(0, trainers).Select(_ => new StudentState(method))];
        Teacher = new TeacherState(_states[0]);
        _students = [.. _states.Select(state => new MethodStudent(method, state, Teacher))];
    }

    /// <summary>The last trainer's.</summary>
    public StudentState State => _states[^1];

    public MethodStudent Student => _students[^1];

    public TeacherState Teacher { get; }

    public StateDigests Digests => new(State.StudentDigest, Teacher.Digest, State.OptimizerDigest);

    /// <summary>Applies a step, again with raised scales where it saturates; every trainer ends in the same state.</summary>
    public StepReading Step(long step, Func<long, int, ShardViews> viewsOf)
    {
        for (var attempt = 1; attempt < 8; attempt++)
        {
            var outcomes = Attempt(step, viewsOf);
            if (outcomes.All(outcome => outcome is StepOutcome.Saturated)) continue;
            Teacher.Follow(_states[0], new Schedules(_method.Recipe).MomentumAt(step));
            var applied = outcomes.Select(Applied).ToArray();
            Assert.Single(applied.Select(outcome => outcome.Fingerprint).Distinct());
            return applied[0].Reading;
        }

        throw new InvalidOperationException($"step {step} stayed saturated");
    }

    /// <summary>Goes on from the state of another run.</summary>
    public void Load(IReadOnlyDictionary<string, StateTensor> state)
    {
        foreach (var each in _states) each.Load(state);
        Teacher.Load(state);
        // A student opens on a state as it is: its scales are those of the step to come.
        for (var index = 0; index < _students.Length; index++)
        {
            _students[index].Dispose();
            _students[index] = new MethodStudent(_method, _states[index], Teacher);
        }
    }

    public void Dispose()
    {
        foreach (var student in _students) student.Dispose();
        foreach (var state in _states) state.Dispose();
        Teacher.Dispose();
    }

    private static StepOutcome.Applied Applied(StepOutcome outcome) => outcome switch
    {
        StepOutcome.Applied applied => applied,
        StepOutcome.NotFinite broken => throw new InvalidOperationException(broken.Explanation),
        _ => throw new InvalidOperationException($"one trainer's sum saturated and another's did not: {outcome}"),
    };

    // Shards are dealt in turn, and the last trainer's sum comes first: neither may matter.
    private StepOutcome[] Attempt(long step, Func<long, int, ShardViews> viewsOf)
    {
        foreach (var student in _students) student.Begin(step);
        for (var shard = 0; shard < _method.Recipe.Shards; shard++)
        {
            using var views = viewsOf(step, shard);
            _students[shard % _students.Length].Contribute(views);
        }

        var total = ((ShardAccumulator)_students[^1].Contribution).NewLike();
        foreach (var student in _students.Reverse()) total.Merge((ShardAccumulator)student.Contribution);
        return [.. _students.Select(student => student.Advance(total))];
    }
}
