using System.Threading.Channels;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Tests.Wire;

/// <summary>Keeps what a lane says until a test asks for it.</summary>
internal sealed class HeardMessages : ILaneListener
{
    private readonly Channel<(NodeAddress From, ControlMessage Message)> _messages = Channel.CreateUnbounded<(NodeAddress, ControlMessage)>();
    private readonly Channel<PeerLost> _losses = Channel.CreateUnbounded<PeerLost>();

    public void Hear(NodeAddress from, ControlMessage message) => _messages.Writer.TryWrite((from, message));

    public void Lost(NodeId peer, PeerLoss loss, string explanation) => _losses.Writer.TryWrite(new PeerLost(peer, loss, explanation));

    public ValueTask<(NodeAddress From, ControlMessage Message)> NextAsync() => _messages.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public ValueTask<PeerLost> NextLossAsync() => _losses.Reader.ReadAsync(TestContext.Current.CancellationToken);
}

/// <summary>A loss as it was told.</summary>
internal sealed record PeerLost(NodeId Peer, PeerLoss Loss, string Explanation);
