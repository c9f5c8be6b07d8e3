using System.Collections.Immutable;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What a supervisor starts from.</summary>
/// <param name="Recipe">The run's.</param>
/// <param name="Opening">What the journal is to hold before the first step: the start, or the resumption and the checkpoints passed over.</param>
/// <param name="FirstStep">The first step to compute.</param>
/// <param name="Generation">The number of the generation to form; greater than any before.</param>
/// <param name="Journalled">Fingerprints of steps from <paramref name="FirstStep"/> on that were committed before; a replay must reproduce them.</param>
/// <param name="Replaced">Samples that the journal already lists as replaced.</param>
/// <param name="Trainers">The members of the generation.</param>
public sealed record RunPlan(
    Recipe Recipe,
    ImmutableArray<RunEvent> Opening,
    long FirstStep,
    int Generation,
    ImmutableSortedDictionary<long, StepFingerprint> Journalled,
    ImmutableHashSet<string> Replaced,
    ImmutableArray<TrainerId> Trainers);
