using SoGar.Actors.Kernel;

namespace SoGar.TestKit.World;

/// <summary>What the actors of one simulated process run on: the world's turns and clock, for as long as the process lives.</summary>
internal sealed class NodeHost(NodeLife life, NodeClock clock, TurnOrder order, IDeliveryGate post) : IActorHost
{
    public TimeProvider Clock => clock;

    public IDeliveryGate Gate => post;

    public ILane OpenLane(string path, Dispatcher dispatcher, ITurn turn) => order.OpenLane(turn, life);

    public Task WhenIdleAsync() => Task.CompletedTask;
}
