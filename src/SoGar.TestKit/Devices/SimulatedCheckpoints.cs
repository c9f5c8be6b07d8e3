using System.Collections.Concurrent;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.TestKit.Devices;

/// <summary>Keeps every state that was written.</summary>
public sealed class SimulatedCheckpoints : ICheckpoints
{
    private readonly ConcurrentDictionary<long, SimulatedState> _written = new();
    private readonly Func<int, SimulatedState> _stateOf;
    private readonly DeviceScript _script;

    internal SimulatedCheckpoints(Func<int, SimulatedState> stateOf, DeviceScript script) => (_stateOf, _script) = (stateOf, script);

    /// <summary>What was written, by applied steps.</summary>
    public IReadOnlyDictionary<long, SimulatedState> Written => _written;

    /// <inheritdoc/>
    public IStagedState? Stage(long done, int replica, bool mandatory) => new Staged(_stateOf(replica));

    /// <inheritdoc/>
    public CheckpointReceipt Write(IStagedState staged, long term)
    {
        var state = ((Staged)staged).State;
        if (_script.RefusedCheckpoints.Contains(state.Done)) throw new IOException("No space left on device (scripted)");
        if (!_written.TryAdd(state.Done, state) && _written[state.Done].Digests() != state.Digests())
            throw new IOException($"the checkpoint of step {state.Done} holds another state; a checkpoint is never changed (G1)");
        return new CheckpointReceipt(state.Done, $"step-{state.Done:00000000}", 64, state.Digests());
    }

    /// <inheritdoc/>
    public void SetAside(long done, StateDigests odd)
    {
        if (_written.TryGetValue(done, out var state) && state.Digests() == odd) _written.TryRemove(done, out _);
    }

    private sealed record Staged(SimulatedState State) : IStagedState
    {
        public long Done => State.Done;

        public void Dispose()
        {
            // A record in managed memory.
        }
    }
}
