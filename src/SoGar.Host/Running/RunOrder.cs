using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>What somebody asked for.</summary>
/// <param name="Recipe">As resolved.</param>
/// <param name="RecipeText">The same as HOCON with every key.</param>
/// <param name="Name">Name of the run.</param>
/// <param name="Resume">Whether the run is there already and goes on.</param>
internal sealed record RunOrder(Recipe Recipe, string RecipeText, string Name, bool Resume);
