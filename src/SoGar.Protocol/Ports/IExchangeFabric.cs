using System.Collections.Immutable;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Ports;

/// <summary>
/// A process's side of the exchanges of a run. For each generation it first offers an endpoint, which travels to the supervisor and comes back
/// with those of all members; then it joins. Nothing else has to be carried and nothing has to outlive anybody: no store, no first rank.
/// Safe from any thread. Dispose it after the exchanges that it gave out.
/// </summary>
public interface IExchangeFabric : IDisposable
{
    /// <summary>
    /// Where this process takes part in <paramref name="generation"/>; the same text each time it is asked. Listens from now on.
    /// </summary>
    /// <param name="generation">Greater than any that was joined.</param>
    ExchangeEndpoint Offer(int generation);

    /// <summary>
    /// Takes part in a generation, as the member whose endpoint was offered here. Returns at once: the group forms in the background, and the first
    /// sum waits for it. Offers to this and older generations end.
    /// </summary>
    /// <param name="generation">As offered.</param>
    /// <param name="members">In the same order on all of them, each process once; the place is the rank.</param>
    /// <param name="times">How long to wait for whom.</param>
    /// <returns>The exchange of this process's trainers; the caller's to dispose, before the next one is joined.</returns>
    /// <exception cref="ArgumentException">No member has the endpoint that was offered for the generation, or one is there twice.</exception>
    IExchange Join(int generation, IReadOnlyList<ExchangeMember> members, ExchangeTimes times);
}

/// <summary>
/// Where a process takes part in one generation: text that only the fabric which offered it and those that join with it understand. It holds a
/// secret, by which members know each other: it belongs on authenticated connections, not into logs.
/// </summary>
/// <param name="Text">ASCII without spaces, at most 200 characters.</param>
public sealed record ExchangeEndpoint(string Text)
{
    /// <summary>Hides the secret.</summary>
    public override string ToString() => Text.Split('/')[0];
}

/// <summary>A process that takes part in a generation.</summary>
/// <param name="Node">For messages to people.</param>
/// <param name="Endpoint">What it offered for this generation.</param>
/// <param name="Trainers">Its trainers, one or more.</param>
public sealed record ExchangeMember(NodeId Node, ExchangeEndpoint Endpoint, ImmutableArray<TrainerId> Trainers);

/// <summary>How long an exchange waits.</summary>
/// <param name="Detection">For a sign of life of a process, and for bytes that must flow once all have arrived.</param>
/// <param name="Arrival">For a member that lives but computes, and for a group to form.</param>
public sealed record ExchangeTimes(TimeSpan Detection, TimeSpan Arrival);
