namespace SoGar.Host.Recipes;

/// <summary>A recipe that cannot be run. The message lists every complaint, each with file and line.</summary>
internal sealed class RecipeException(IReadOnlyList<string> complaints) : Exception(string.Join('\n', complaints))
{
    /// <summary>One line each: where, what was found, what would work.</summary>
    public IReadOnlyList<string> Complaints { get; } = complaints;
}
