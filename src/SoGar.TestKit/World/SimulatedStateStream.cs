using SoGar.Protocol.Chance;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.TestKit.World;

/// <summary>Whole states on their way between simulated nodes: the way can break in the midst, or change a bit.</summary>
internal sealed class SimulatedStateStream(SimulatedWorld world, SimulatedNode node) : IStateStream
{
    private readonly Dictionary<string, Action<Stream>> _offers = new(StringComparer.Ordinal);
    private readonly KeyedRandom _chance = KeyedRandom.For(world.Seed, Purpose.Simulation, 5, node.Id.Incarnation, node.Name.Length);
    private int _offerCount;

    public string Serve(long bytes, Action<Stream> write)
    {
        var path = $"/state/{++_offerCount}/{_chance.NextUInt64():x16}";
        _offers.Add(path, write);
        return path;
    }

    public void Withdraw(string path) => _offers.Remove(path);

    public Task<Stream> OpenAsync(StateOfPeer source, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested) return Task.FromCanceled<Stream>(stopping);
        var answer = new TaskCompletionSource<Stream>();
        world.After(world.Network.Delay(), () => Fetch(source, answer));
        return answer.Task;
    }

    private void Fetch(StateOfPeer source, TaskCompletionSource<Stream> answer)
    {
        if (world.Find(source.Donor.Node) is not { } donor || donor.IsPaused || world.Network.IsCut(node.Name, donor.Name)
            || world.Network.IsCut(donor.Name, node.Name))
        {
            Answer(world.Detection, () => answer.SetException(new IOException($"{source.Donor.Node} cannot be reached for its state")));
            return;
        }

        var served = (SimulatedStateStream)donor.States;
        var isStranger = donor.Token != node.Token && !world.Flaws.TrustsStrangers;
        if (isStranger || !served._offers.TryGetValue(source.Path, out var write))
        {
            Answer(world.Network.Delay(), () => answer.SetException(new IOException($"{source.Donor.Node} does not offer {source.Path} to {node.Id}")));
            return;
        }

        var bytes = Read(write);
        world.Tell(new StateRead(donor.Id, node.Id, source.Done));
        if (world.Disturbs(TransferFault.Flip, node.Id)) bytes[_chance.NextInt(bytes.Length)] ^= 1;
        if (world.Disturbs(TransferFault.Break, node.Id)) bytes = bytes[..(bytes.Length / 2)];
        Answer(world.Network.Delay(), () => answer.SetResult(new MemoryStream(bytes, writable: false)));
    }

    private void Answer(TimeSpan after, Action answer) => world.After(after, () => node.Life.Do(answer));

    private static byte[] Read(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return stream.ToArray();
    }
}

/// <summary>What may happen to a state on its way.</summary>
public enum TransferFault
{
    /// <summary>A bit changes.</summary>
    Flip,

    /// <summary>The stream ends early.</summary>
    Break,
}
