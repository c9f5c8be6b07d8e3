using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Actors.Training;

/// <summary>What a supervisor knows of one node.</summary>
internal sealed class Peer(NodeAddress address, NodeOffer offer, NodeStanding standing, long heardAt)
{
    private readonly Queue<Entry> _entered = new();

    public NodeAddress Address { get; set; } = address;

    public NodeId Node => Address.Node;

    public NodeOffer Offer { get; set; } = offer;

    public NodeStanding Standing { get; set; } = standing;

    /// <summary>When its last word came.</summary>
    public long HeardAt { get; set; } = heardAt;

    /// <summary>Whether it is in the generation that runs, or ran last.</summary>
    public bool IsMember { get; set; }

    /// <summary>Why it wants to leave; null where it does not.</summary>
    public string? Leaving { get; set; }

    /// <summary>Whether it answered for the generation that is being formed.</summary>
    public bool HasAnswered { get; set; }

    /// <summary>Whether its state is one of several that differ without anybody knowing which is right; until it took over another.</summary>
    public bool IsDistrusted { get; set; }

    /// <summary>What it was told to take over, and has not confirmed yet.</summary>
    public StateSource? Preparing { get; set; }

    /// <summary>Whether it took over a state since the last generation: its reports are of another one.</summary>
    public bool HasCopied { get; set; }

    /// <summary>What it offers to peers for the generation that is being formed.</summary>
    public StateOfPeer? Served { get; set; }

    /// <summary>Number of the last report that was taken in; null before the first.</summary>
    public long? Heard { get; private set; }

    /// <summary>Whether all reports that its status rests on were taken in.</summary>
    public bool IsCaughtUp => Standing.LastReport <= (Heard ?? 0);

    /// <summary>The reports of a message that are new, in order; none where earlier ones are missing.</summary>
    public IEnumerable<NodeReport> Take(NodeReports message)
    {
        Heard ??= message.Acknowledged;
        if (message.First > Heard + 1) yield break;
        var number = message.First;
        foreach (var report in message.Reports)
            if (number++ > Heard)
            {
                Heard = number - 1;
                yield return report;
            }
    }

    /// <summary>Remembers what the newest report waits for before it may be acknowledged.</summary>
    /// <param name="step">A step that has to be committed; null for none.</param>
    /// <param name="ticket">Number of events that have to be journalled.</param>
    public void Enter(long? step, long ticket) => _entered.Enqueue(new Entry(Heard!.Value, step, ticket));

    /// <summary>The generation is over: what its steps came to is among the first <paramref name="ticket"/> events.</summary>
    public void CloseSteps(long ticket)
    {
        for (var left = _entered.Count; left > 0; left--)
        {
            var entry = _entered.Dequeue();
            _entered.Enqueue(entry.Step is null ? entry : entry with { Step = null, Ticket = ticket });
        }
    }

    /// <summary>Number of the last report that may be acknowledged now; null where there is no new one.</summary>
    public long? Release(long done, long recorded)
    {
        long? last = null;
        while (_entered.TryPeek(out var entry) && entry.Ticket <= recorded && (entry.Step is null || entry.Step < done)) last = _entered.Dequeue().Number;
        return last;
    }

    private readonly record struct Entry(long Number, long? Step, long Ticket);
}
