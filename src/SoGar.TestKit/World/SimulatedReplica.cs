using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>A replica on a simulated node: the arithmetic of the small exact model, and memory that may change by itself.</summary>
internal sealed class SimulatedReplica(SimulatedNodeDevices devices, int replica, SimulatedState start) : IStudent
{
    private readonly SimulatedContribution _contribution = new();
    private ImmutableArray<ulong> _computed = start.Student;
    private int? _pendingFlip;
    private long _step = -1;

    public SimulatedState State { get; private set; } = start;

    public IContribution Contribution => _contribution;

    public ulong Fingerprint => SimulatedState.Fingerprint(_computed);

    public void Begin(long step, int attempt)
    {
        devices.RequireDevice();
        _step = step;
        _contribution.Clear();
        if (_pendingFlip is not { } word) return;
        _pendingFlip = null;
        FlipBit(word);
    }

    public bool TryGoOn(long step, int shards)
    {
        devices.RequireDevice();
        return step == _step && !_contribution.IsSpent && _contribution.Shards.Count == shards;
    }

    public void Contribute(IShardViews views)
    {
        devices.RequireDevice();
        devices.Node.SpendShard();
        SimulatedArithmetic.Add(_contribution, State, (SimulatedViews)views);
    }

    public string? FindDamage() => _computed.AsSpan().SequenceEqual(State.Student.AsSpan()) || devices.World.Flaws.SumsUnequalStates ? null : "words";

    public void Adopt(IStateCopy copy)
    {
        devices.Node.ForgetComputeTime();
        var state = ((SimulatedStateCopy)copy).State;
        State = state with { Teacher = State.Teacher };
        _computed = state.Student;
        _step = -1;
        devices.World.Tell(new StateAdopted(devices.Node.Id, ((SimulatedStateCopy)copy).Source, state.Done, state.Fingerprints()));
    }

    public StepOutcome Advance(IContribution total)
    {
        devices.RequireDevice();
        State = SimulatedArithmetic.Advanced(State, _step, ((SimulatedContribution)total).Words);
        _computed = State.Student;
        devices.World.Tell(new StepApplied(devices.Node.Id, new TrainerId(replica), _step, Fingerprint));
        return SimulatedArithmetic.Outcome(_step, Fingerprint);
    }

    public void FlipBitInNextStep(int word) => _pendingFlip = word;

    public void FlipBit(int word)
    {
        devices.World.Tell(new BitFlipped(devices.Node.Id, new TrainerId(replica), State.Done));
        State = State with { Student = State.Student.SetItem(word % State.Student.Length, State.Student[word % State.Student.Length] ^ 1UL << (word % 64)) };
    }

    public string? PutAside(IReadOnlyList<IShardViews> views) => null;

    public void Dispose()
    {
        // Nothing native is behind it.
    }
}

/// <summary>The teacher of a simulated node.</summary>
internal sealed class SimulatedNodeTeacher(ImmutableArray<ulong> words, Func<int, ImmutableArray<ulong>> studentOf) : ITeacher
{
    public ImmutableArray<ulong> Words { get; private set; } = words;

    public ulong Fingerprint => SimulatedState.Fingerprint(Words);

    public ulong Advance(long step, int replica)
    {
        Words = SimulatedArithmetic.Followed(Words, studentOf(replica));
        return Fingerprint;
    }

    public void Adopt(IStateCopy copy) => Words = ((SimulatedStateCopy)copy).State.Teacher;

    public void Dispose()
    {
        // Nothing native is behind it.
    }
}
