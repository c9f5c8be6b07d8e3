using System.Collections.Immutable;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Actors.Training;

/// <summary>What a supervisor starts from.</summary>
/// <param name="Run">Name of the run.</param>
/// <param name="Recipe">The run's.</param>
/// <param name="Term">The supervisor's.</param>
/// <param name="History">What the journal holds.</param>
/// <param name="Opening">What it is to hold before anything else: the start, the resumption, or the change of supervisors.</param>
/// <param name="Ground">What all nodes have in common.</param>
/// <param name="ExpectedNodes">Nodes that were announced; the first generation waits for them for a while.</param>
public sealed record RunPlan(
    string Run, Recipe Recipe, long Term, RunHistory History, ImmutableArray<RunEvent> Opening, CommonGround Ground, int ExpectedNodes = 1)
{
    /// <summary>Whether another supervisor had the run before, so that its nodes may be training on.</summary>
    public bool IsTakeOver => Opening.Any(opening => opening is SupervisorChanged);
}
