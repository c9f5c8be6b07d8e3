using System.Net;
using System.Net.Sockets;
using SoGar.Compute.Exchange.Gloo;
using SoGar.Compute.Exchange.Mesh;
using SoGar.Compute.Exchange.Nccl;
using SoGar.Compute.Native;
using SoGar.Protocol.Ports;

namespace SoGar.Compute.Exchange;

/// <summary>
/// The fabric of a run over several processes. An endpoint is <c>address:port/badge</c>: where this process is dialled, and the secret by which its
/// peers know each other. A generation of one process shares memory and needs no network.
/// </summary>
public sealed class ProcessFabric : IExchangeFabric
{
    private readonly Doorway _doorway;
    private readonly IDisposable? _device;
    private readonly Func<int, int, ExchangeTimes, ICollective> _open;
    private readonly TimeProvider _time;

    private ProcessFabric(Doorway doorway, IDisposable? device, Func<int, int, ExchangeTimes, ICollective> open, TimeProvider time)
    {
        (_doorway, _device, _open, _time) = (doorway, device, open, time);
    }

    /// <summary>A fabric that sums over Gloo.</summary>
    /// <param name="address">The address of this machine by which peers reach it; all sockets are bound to it.</param>
    /// <param name="port">Where peers dial; 0 for any that is free. Gloo's own connections take free ports.</param>
    /// <param name="time">Measures what trainers wait.</param>
    /// <exception cref="ExchangeFailedException">The address is not this machine's, or the port is taken.</exception>
    /// <exception cref="NativeLibraryMissingException">The library over Gloo was not built.</exception>
    public static ProcessFabric OverGloo(IPAddress address, int port, TimeProvider time) =>
        Listen(
            address, port, () => new GlooDevice(address), (device, rank, size, times) => new GlooCollective(device, rank, size, times.Detection, times.Arrival),
            time);

    /// <summary>
    /// A fabric that sums over NCCL, on one GPU of this process. The trainers' contributions are in this process's memory and travel through the GPU's.
    /// </summary>
    /// <param name="address">As for Gloo; what forms the group and watches over it goes there.</param>
    /// <param name="port">Where peers dial; 0 for any that is free.</param>
    /// <param name="device">Ordinal of the GPU.</param>
    /// <param name="time">Measures what trainers wait.</param>
    /// <exception cref="ExchangeFailedException">The address is not this machine's, or the port is taken.</exception>
    /// <exception cref="NativeLibraryMissingException">NCCL or the CUDA runtime is not on this machine.</exception>
    public static ProcessFabric OverNccl(IPAddress address, int port, int device, TimeProvider time)
    {
        // Now rather than in the first step.
        _ = GpuLibraries.Load(GpuLibraries.Nccl);
        _ = GpuLibraries.Load(GpuLibraries.Cuda);
        return Listen<IDisposable?>(
            address, port, () => null, (_, rank, size, times) => new NcclCollective(device, rank, size, times.Detection, times.Arrival), time);
    }

    /// <inheritdoc/>
    public ExchangeEndpoint Offer(int generation) => MeshMember.EndpointOf(_doorway.Address, _doorway.Offer(generation));

    /// <inheritdoc/>
    public IExchange Join(int generation, IReadOnlyList<ExchangeMember> members, ExchangeTimes times)
    {
        var own = Offer(generation);
        var all = MeshMember.Read(members);
        var self = Array.FindIndex(all, member => member.Member.Endpoint == own);
        if (self < 0)
        {
            throw new ArgumentException(
                $"none of {string.Join(", ", members.Select(member => member.Node))} has the endpoint that was offered here for generation {generation}",
                nameof(members));
        }

        if (all.Length == 1)
            return new LocalExchange(members[0].Trainers, times.Arrival, _time);
        var exchange = new ProcessExchange(
            onBroken => new PeerMesh(generation, all, self, times.Detection, _doorway.Loop, onBroken), all, self, times, _time,
            () => _open(self, all.Length, times), _doorway.Close);
        _doorway.Open(exchange.Mesh);
        exchange.Start();
        return exchange;
    }

    /// <summary>Stops listening.</summary>
    public void Dispose()
    {
        _doorway.Dispose();
        _device?.Dispose();
    }

    private static ProcessFabric Listen<TDevice>(
        IPAddress address, int port, Func<TDevice> openDevice, Func<TDevice, int, int, ExchangeTimes, ICollective> open,
        TimeProvider time) where TDevice : IDisposable?
    {
        try
        {
            var device = openDevice();
            return new ProcessFabric(new Doorway(address, port), device, (rank, size, times) => open(device, rank, size, times), time);
        }
        catch (Exception refused) when (refused is CollectiveException or SocketException)
        {
            throw new ExchangeFailedException($"the exchange cannot listen at {address}:{port}: {refused.Message}", refused);
        }
    }
}
