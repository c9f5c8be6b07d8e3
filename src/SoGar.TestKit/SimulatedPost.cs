using SoGar.Actors.Kernel;
using SoGar.Protocol.Chance;

namespace SoGar.TestKit;

/// <summary>Carries messages between simulated actors: late, or never, as faults and latency have it, but each pair's in order.</summary>
internal sealed class SimulatedPost(ulong seed, TimeSpan latency, TimeProvider clock, FaultPlan faults, Trace trace) : IDeliveryGate
{
    private readonly Dictionary<(string? Sender, string Recipient), TimeSpan> _arrivals = [];
    private readonly KeyedRandom _chance = KeyedRandom.For(seed, Purpose.Simulation, 2);

    public bool Admit(Delivery delivery)
    {
        var fault = delivery.IsTermination ? null : faults.OnTheWay(delivery.Sender, delivery.Recipient, delivery.Message);
        if (fault is { IsLost: true })
        {
            trace.Add("lost", delivery.Sender, delivery.Recipient, delivery.Message);
            delivery.Lose();
            return false;
        }

        var now = new TimeSpan(clock.GetTimestamp());
        var pair = (delivery.Sender, delivery.Recipient);
        var arrival = now + latency * _chance.NextDouble() + (fault?.Lateness ?? TimeSpan.Zero);
        if (_arrivals.TryGetValue(pair, out var before) && before > arrival)
        {
            arrival = before;
        }

        if (arrival <= now)
        {
            return true;
        }

        _arrivals[pair] = arrival;
        if (fault is not null)
        {
            trace.Add("late", delivery.Sender, delivery.Recipient, delivery.Message);
        }

        clock.CreateTimer(late => ((Delivery)late!).HandOn(), delivery, arrival - now, Timeout.InfiniteTimeSpan);
        return false;
    }

    public bool Receiving(string recipient, string? sender, object message, bool isOwn)
    {
        if (isOwn && faults.OnTheWay(sender, recipient, message) is { IsLost: true })
        {
            trace.Add("lost", sender, recipient, message);
            return false;
        }

        if (faults.OnArrival(sender, recipient, message) is { Crash: { } cause })
        {
            trace.Add("crash", sender, recipient, message);
            throw cause;
        }

        trace.Add("", sender, recipient, message);
        return true;
    }
}
