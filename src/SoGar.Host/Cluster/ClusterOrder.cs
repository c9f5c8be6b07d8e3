using SoGar.Host.Wire;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Cluster;

/// <summary>What somebody asked <c>up</c> for.</summary>
/// <param name="Recipe">As resolved.</param>
/// <param name="Name">Name of the run.</param>
/// <param name="Resume">Whether the run is there already and goes on.</param>
/// <param name="Nodes">Node processes to start.</param>
/// <param name="Trainers">Of each.</param>
/// <param name="Restarts">How often each node is started again after it died.</param>
/// <param name="Listen">Where nodes listen; port 0.</param>
internal sealed record ClusterOrder(Recipe Recipe, string Name, bool Resume, int Nodes, int Trainers, int Restarts, string Listen = ListenAddress.Default);
