using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>What somebody asked for.</summary>
/// <param name="Recipe">As resolved.</param>
/// <param name="Name">Name of the run.</param>
/// <param name="Resume">Whether the run is there already and goes on.</param>
/// <param name="From">The checkpoint of another run of the same recipe that this one branches off from; null for none.</param>
internal sealed record RunOrder(Recipe Recipe, string Name, bool Resume, CheckpointOf? From = null);

/// <summary>Names a checkpoint of a run.</summary>
internal sealed record CheckpointOf(string Run, long Step);
