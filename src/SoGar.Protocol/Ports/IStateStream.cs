using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Protocol.Ports;

/// <summary>Carries whole states between nodes, beside the control lane. Safe from any thread.</summary>
public interface IStateStream
{
    /// <summary>Lets authenticated peers read a state until <see cref="Withdraw"/>.</summary>
    /// <param name="bytes">Size of what <paramref name="write"/> writes.</param>
    /// <param name="write">Writes the state, front to back, blocking; called once per reader on a thread of the server's, perhaps several at once.</param>
    /// <returns>Path and ticket below the node's address; the ticket cannot be guessed (G8).</returns>
    string Serve(long bytes, Action<Stream> write);

    /// <summary>Ends an offer; readers that are at it get no further. Idempotent.</summary>
    void Withdraw(string path);

    /// <summary>Opens a peer's state for reading from front to back; the stream belongs to the caller.</summary>
    /// <exception cref="IOException">The donor cannot be reached or offers it no more; names it.</exception>
    Task<Stream> OpenAsync(StateOfPeer source, CancellationToken stopping);
}
