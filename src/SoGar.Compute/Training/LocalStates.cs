using System.Collections.Immutable;
using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Training;

/// <summary>
/// States as they come to a node and leave it: one safetensors stream of all tensors, checked against its SHA-256 before anything is
/// taken from it; the folder of checkpoints; or the beginning.
/// </summary>
/// <param name="links">To the peers; null in a process alone.</param>
/// <param name="checkpoints">Of the run.</param>
/// <param name="beginning">The state before the first step.</param>
internal sealed class LocalStates(
    NodeLinks? links, CheckpointStore checkpoints, Func<IReadOnlyDictionary<string, StateTensor>> beginning) : INodeStates, IDisposable
{
    private (string Path, IStagedState Staged)? _offered;

    public StateOfPeer Offer(IStagedState staged, StepFingerprint fingerprint)
    {
        Withdraw();
        var peers = links ?? throw new InvalidOperationException("a run in one process has no peers that a state could be offered to");
        ImmutableArray<StateTensor> tensors = [.. ((LocalCheckpoints.Staged)staged).Copy.Parts.OfType<TensorPart>().SelectMany(part => part.Tensors)];
        using var hashing = new HashingStream(Stream.Null);
        StateFile.Write(hashing, tensors);
        var bytes = hashing.Count;
        var path = peers.States.Serve(bytes, stream => StateFile.Write(stream, tensors));
        _offered = (path, staged);
        return new StateOfPeer(peers.Self, path, bytes, staged.Done, fingerprint, hashing.TakeDigest());
    }

    public void Withdraw()
    {
        if (_offered is not { } offered) return;
        _offered = null;
        links!.States.Withdraw(offered.Path);
        offered.Staged.Dispose();
    }

    public Task<IStateCopy> TakeAsync(StateSource source, CancellationToken stopping) => source switch
    {
        StateOfPeer peer => FetchAsync(peer, stopping),
        StateOfCheckpoint checkpoint => ReadAsync(checkpoint),
        StateOfBeginning => Task.FromResult<IStateCopy>(new StateCopy(0, beginning())),
        _ => throw new IOException($"a state of {source.GetType().Name} cannot be taken by this version"),
    };

    public void Dispose() => Withdraw();

    private async Task<IStateCopy> FetchAsync(StateOfPeer source, CancellationToken stopping)
    {
        await using var stream = await links!.States.OpenAsync(source, stopping);
        try
        {
            using var hashing = new HashingStream(stream);
            var tensors = StateFile.Read(hashing, source.Bytes);
            var digest = hashing.TakeDigest();
            return digest == source.Content
                ? new StateCopy(source.Done, tensors.ToDictionary(tensor => tensor.Name))
                : throw Broken(source, $"its {source.Bytes} bytes have SHA-256 {digest}, {source.Content} was promised");
        }
        catch (InvalidDataException damaged)
        {
            throw Broken(source, damaged.Message);
        }
    }

    // A checkpoint that rotted since it was written is no failure of the node: the supervisor names another one.
    private Task<IStateCopy> ReadAsync(StateOfCheckpoint source)
    {
        try
        {
            return Task.FromResult<IStateCopy>(Read(source));
        }
        catch (Exception broken) when (broken is CheckpointBrokenException or IOException or UnauthorizedAccessException)
        {
            return Task.FromException<IStateCopy>(new IOException(broken.Message, broken));
        }
    }

    private StateCopy Read(StateOfCheckpoint source)
    {
        var checkpoint = checkpoints.Open(source.Done);
        if (checkpoint.Manifest.States != source.Digests)
            throw new IOException($"{checkpoint.Directory} holds other states than the run's checkpoint of step {source.Done}");
        return new StateCopy(source.Done, TensorsOf(checkpoint));
    }

    /// <summary>All tensors of a checkpoint, its hashes checked, by name.</summary>
    public static IReadOnlyDictionary<string, StateTensor> TensorsOf(Checkpoint checkpoint) =>
        new[] { CheckpointPart.Student, CheckpointPart.Teacher, CheckpointPart.Optimizer }
            .SelectMany(file => checkpoint.ReadTensors(file))
            .ToDictionary(tensor => tensor.Name);

    private static IOException Broken(StateOfPeer source, string what) =>
        new($"the state of {source.Done} steps came damaged from {source.Donor.Node}: {what}");
}
