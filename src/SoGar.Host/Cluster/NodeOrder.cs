using SoGar.Host.Wire;

namespace SoGar.Host.Cluster;

/// <summary>What somebody asked <c>node</c> for.</summary>
/// <param name="Name">Unique in the store.</param>
/// <param name="Listen">Where peers speak to it.</param>
/// <param name="Trainers">Replicas that it runs.</param>
/// <param name="FirstGpu">That of its first trainer; the next trainer takes the next.</param>
/// <param name="Run">The only run that it takes part in; null for any.</param>
/// <param name="Expect">Nodes that a run's first generation waits for.</param>
/// <param name="Cluster">Name that peers must have too.</param>
internal sealed record NodeOrder(string Name, ListenAddress Listen, int Trainers, int FirstGpu, string? Run, int Expect, string Cluster);

/// <summary>How a node's part ended.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Runs">Runs that it took part in.</param>
/// <param name="Reason">Why it ended.</param>
/// <param name="HasFailed">Whether it could not do what it was asked for.</param>
internal sealed record NodeAccount(string Node, IReadOnlyList<string> Runs, string Reason, bool HasFailed);
