using SoGar.Protocol.Ports;

namespace SoGar.Compute.Exchange;

/// <summary>The fabric of a run in one process: every exchange goes through shared memory.</summary>
/// <param name="time">Measures waits.</param>
public sealed class LocalFabric(TimeProvider time) : IExchangeFabric
{
    /// <inheritdoc/>
    public ExchangeEndpoint Offer(int generation) => new($"local:{generation}");

    /// <inheritdoc/>
    public IExchange Join(int generation, IReadOnlyList<ExchangeMember> members, ExchangeTimes times)
    {
        if (members is not [var only] || only.Endpoint != Offer(generation))
        {
            throw new ArgumentException(
                $"generation {generation} has {members.Count} members ({string.Join(", ", members.Select(member => member.Node))}); this process " +
                "shares memory with itself alone", nameof(members));
        }

        return new LocalExchange(only.Trainers, times.Arrival, time);
    }

    /// <summary>Nothing is held.</summary>
    public void Dispose()
    {
    }
}
