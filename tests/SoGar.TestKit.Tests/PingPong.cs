using SoGar.Actors.Kernel;

namespace SoGar.TestKit.Tests;

internal sealed record Ping(int Number);

internal sealed record Pong(int Number);

/// <summary>Answers each ping with the pong of its number.</summary>
internal sealed class Ponger : Actor<Ping>
{
    protected override void Receive(Ping message) => Context.Answer(new Pong(message.Number));
}

/// <summary>Passes on whatever it hears.</summary>
internal sealed class Relay(ActorRef<object> next) : Actor<object>
{
    protected override void Receive(object message) => next.Tell(message);
}
