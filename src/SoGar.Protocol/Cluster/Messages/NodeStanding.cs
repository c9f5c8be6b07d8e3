using System.Collections.Immutable;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Cluster.Messages;

/// <summary>Where a node stands, all its trainers and its teacher taken together.</summary>
/// <param name="Generation">The newest generation that it began; 0 for none.</param>
/// <param name="IsResting">Whether none of its trainers is in a step.</param>
/// <param name="HasState">Whether trainers and teacher hold one state, whole and as it was computed; it means nothing while the node does not rest.</param>
/// <param name="Done">Steps that the state has behind it.</param>
/// <param name="Fingerprint">Of the state.</param>
/// <param name="Trainers">Its trainers' names in the run; empty until it was given any.</param>
/// <param name="NextGeneration">The generation that <paramref name="Endpoint"/> is for; 0 for none.</param>
/// <param name="Endpoint">Where the node's exchange awaits its peers in that generation; empty for none.</param>
/// <param name="LastReport">Number of the node's newest report; 0 for none. A supervisor that has not heard it yet waits for it.</param>
public sealed record NodeStanding(
    int Generation,
    bool IsResting,
    bool HasState,
    long Done,
    StepFingerprint Fingerprint,
    ImmutableArray<TrainerId> Trainers,
    int NextGeneration,
    string Endpoint,
    long LastReport);
