using SoGar.Actors.Training;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Invariants;

/// <summary>What is true of one run in a simulated world so far, kept from what the ports tell: the common memory of the invariants.</summary>
/// <param name="world">Where it runs.</param>
/// <param name="run">Its name.</param>
/// <param name="undisturbed">What it has to come to.</param>
public sealed class RunFacts(SimulatedWorld world, string run, UndisturbedRun undisturbed)
{
    private readonly SortedDictionary<long, string> _committed = [];
    private readonly SortedDictionary<long, object> _acknowledged = [];
    private int _generation;

    /// <summary>The world.</summary>
    public SimulatedWorld World => world;

    /// <summary>The name of the run's stream, and of its supervisor's lease.</summary>
    public string Stream { get; } = RunStream.NameOf(run);

    /// <summary>What the run has to come to.</summary>
    public UndisturbedRun Undisturbed => undisturbed;

    /// <summary>Virtual time.</summary>
    public TimeSpan Now => world.Clock.Elapsed;

    /// <summary>Fingerprints of committed steps, as they were first journalled.</summary>
    public IReadOnlyDictionary<long, string> Committed => _committed;

    /// <summary>What writers were told that the journal holds, by version.</summary>
    public IReadOnlyDictionary<long, object> Acknowledged => _acknowledged;

    /// <summary>What the journal says.</summary>
    public RunHistory History { get; private set; } = RunHistory.Empty;

    /// <summary>Members of the generation that was begun last, by the orders that were really heard.</summary>
    public IReadOnlyCollection<NodeId> Members { get; private set; } = [];

    /// <summary>Whether the journal holds the end of the run.</summary>
    public bool HasFinished => History.Status == RunStatus.Finished;

    /// <summary>The number of that generation.</summary>
    public int Generation => _generation;

    /// <summary>The term in which the journal was written last.</summary>
    public long Term { get; private set; }

    /// <summary>Takes in what happened, after the invariants have looked at it.</summary>
    internal void Apply(WorldEvent happened)
    {
        if (happened is MessageHeard { Message: Protocol.Cluster.Messages.BeginGeneration begin } && begin.Generation > _generation)
        {
            _generation = begin.Generation;
            Members = [.. begin.Members.Select(member => member.Node)];
        }

        if (happened is not JournalGrew grew || grew.Stream != Stream) return;
        Term = grew.Term;
        for (var index = 0; index < grew.Events.Length; index++) _acknowledged[grew.Version - grew.Events.Length + index + 1] = grew.Events[index];
        foreach (var each in grew.Events.OfType<RunEvent>())
        {
            History = History.With(each);
            if (each is StepCommitted step) _committed.TryAdd(step.Step, step.Fingerprint);

            // Orders inside a process are heard by no network: a generation of the supervisor's own node alone shows in the journal only.
            if (each is GenerationFormed formed && formed.Generation > _generation)
                (_generation, Members) = (
                    formed.Generation,
                    [.. formed.Members!.Select(member => world.Nodes.FirstOrDefault(node => $"{node.Id}" == member.Node)?.Id).OfType<NodeId>()]);
        }
    }

    /// <summary>The run's events in what has just been journalled.</summary>
    internal IEnumerable<RunEvent> NewEvents(WorldEvent happened) =>
        happened is JournalGrew grew && grew.Stream == Stream ? grew.Events.OfType<RunEvent>() : [];

    /// <summary>The fingerprint that a step must have.</summary>
    internal StepFingerprint Expected(long step) => undisturbed.FingerprintOf(step);
}
