using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.TestKit.Devices;

/// <summary>A replica of four words; a step adds the sum of its samples' contributions, which depend on the words before.</summary>
internal sealed class SimulatedStudent(TrainerId id, SimulatedState start, DeviceScript script) : IStudent
{
    private readonly SimulatedContribution _contribution = new();
    private ulong _fingerprint = SimulatedState.Fingerprint(start.Student);
    private long _step = -1;
    private int _attempt;
    private bool _hasFlipped;

    public SimulatedState State { get; private set; } = start;

    public ulong Fingerprint => _fingerprint;

    public IContribution Contribution => _contribution;

    public void Begin(long step, int attempt)
    {
        (_step, _attempt) = (step, attempt);
        script.OnBegin?.Invoke(id, step);
        if (script.DeviceLost == (id, step)) throw new DeviceLostException($"{id}: the device is gone in step {step}");
        _contribution.Clear();
        if (script.LiveFlip != (id, step) || _hasFlipped) return;
        _hasFlipped = true;
        State = State with { Student = State.Student.SetItem(0, State.Student[0] ^ 1) };
    }

    public bool TryGoOn(long step, int shards) => step == _step && _attempt == 1 && !_contribution.IsSpent && _contribution.Shards.Count == shards;

    public void Contribute(IShardViews views)
    {
        var samples = ((SimulatedViews)views).Samples;
        _contribution.Shards.Add(new SummedShard(views.Key, [.. samples]));
        foreach (var sample in samples) _contribution.Words += Mix(State.Student[sample % State.Student.Length] ^ Mix((ulong)sample));
    }

    public string? FindDamage() => SimulatedState.Fingerprint(State.Student) == _fingerprint ? null : "words";

    public void Adopt(IStateCopy copy)
    {
        State = ((SimulatedCopy)copy).State;
        _fingerprint = SimulatedState.Fingerprint(State.Student);
        _step = -1;
    }

    public StepOutcome Advance(IContribution total)
    {
        if (script.NotFiniteAt == _step) return new StepOutcome.NotFinite("the loss is NaN");
        if (_attempt == 1 && script.Saturated.Contains(_step)) return new StepOutcome.Saturated(1);

        var sum = ((SimulatedContribution)total).Words;
        if (script.BitFlip == (id, _step) && !_hasFlipped)
        {
            _hasFlipped = true;
            sum ^= 1;
        }

        State = State with { Done = _step + 1, Student = [.. State.Student.Select((word, index) => Mix(word + sum + (ulong)index))] };
        _fingerprint = SimulatedState.Fingerprint(State.Student);
        var loss = 1.0 / (1 + _step);
        return new StepOutcome.Applied(new StepReading(loss, loss / 2, loss / 2, 0.06, 0.8, 0, 1e-3), _fingerprint);
    }

    public string? PutAside(IReadOnlyList<IShardViews> views) => null;

    public void Dispose()
    {
        // Nothing native is behind it.
    }

    private static ulong Mix(ulong word)
    {
        word = (word ^ (word >> 32)) * 0xD6E8FEB86659FD93;
        return word ^ (word >> 32);
    }
}

/// <summary>Sums wrap around, and so are exact in any order and grouping; what was added is remembered for those who check.</summary>
internal sealed class SimulatedContribution : IContribution
{
    public ulong Words { get; set; }

    public List<SummedShard> Shards { get; } = [];

    /// <summary>Whether a sum was begun in its memory.</summary>
    public bool IsSpent { get; private set; }

    public static SimulatedContribution Sum(IEnumerable<SimulatedContribution> parts)
    {
        var total = new SimulatedContribution();
        foreach (var part in parts)
        {
            total.Words += part.Words;
            total.Shards.AddRange(part.Shards);
        }

        return total;
    }

    /// <summary>A sum is begun in its memory, as real collectives do; who took it for the contribution again would compute something else.</summary>
    public void Spend()
    {
        IsSpent = true;
        Words = ~Words;
        Shards.Clear();
    }

    public void Clear()
    {
        IsSpent = false;
        Words = 0;
        Shards.Clear();
    }
}

/// <summary>A shard as it went into a sum.</summary>
/// <param name="Key">Which one.</param>
/// <param name="Samples">What was really read for it, stand-ins included, in order.</param>
public sealed record SummedShard(ShardKey Key, ImmutableArray<int> Samples);

/// <summary>The teacher's words: a mixture of its own and the student's.</summary>
internal sealed class SimulatedTeacher(ImmutableArray<ulong> words, Func<int, ImmutableArray<ulong>> studentOf) : ITeacher
{
    public ImmutableArray<ulong> Words { get; private set; } = words;

    public ulong Fingerprint => SimulatedState.Fingerprint(Words);

    public ulong Advance(long step, int replica)
    {
        Words = [.. Words.Zip(studentOf(replica), (own, student) => own * 31 + student)];
        return Fingerprint;
    }

    public void Adopt(IStateCopy copy) => Words = ((SimulatedCopy)copy).State.Teacher;

    public void Dispose()
    {
        // Nothing native is behind it.
    }
}

/// <summary>A device stopped answering.</summary>
public sealed class DeviceLostException(string message) : Exception(message);
