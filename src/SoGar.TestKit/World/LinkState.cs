using SoGar.Protocol.Cluster;

namespace SoGar.TestKit.World;

/// <summary>One direction between two processes: the connection in use, the order of its frames, and what the recipient has heard.</summary>
internal sealed class LinkState
{
    /// <summary>Numbers the connections, one after the other; a frame of an older one than was heard is refused.</summary>
    public int Connection { get; set; } = 1;

    /// <summary>The number of the next frame, over all connections.</summary>
    public long NextFrame { get; set; }

    /// <summary>When the newest frame of the connection arrives: later ones come no earlier.</summary>
    public TimeSpan LastArrival { get; set; }

    /// <summary>The newest frame that was heard.</summary>
    public long Heard { get; set; } = -1;

    /// <summary>Messages under way.</summary>
    public int Waiting { get; set; }

    /// <summary>A new connection: what is under way on the old one is lost.</summary>
    public void Break()
    {
        Connection++;
        LastArrival = TimeSpan.Zero;
        Waiting = 0;
    }
}

/// <summary>What travels from process to process.</summary>
internal abstract record Frame
{
    /// <summary>A message of the lane's user.</summary>
    public sealed record Message(int Connection, long Number, ControlMessage Content) : Frame;

    /// <summary>Are you there? Sent by who watches; never waits behind messages.</summary>
    public sealed record Ping : Frame;

    /// <summary>The answer of a process that lives.</summary>
    public sealed record Pong : Frame;

    /// <summary>The answer of a machine on which no such process listens, or of a listener that does not let the sender in.</summary>
    public sealed record Refusal(bool Unauthenticated) : Frame;
}
