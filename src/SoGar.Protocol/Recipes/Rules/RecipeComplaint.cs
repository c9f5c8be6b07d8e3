namespace SoGar.Protocol.Recipes.Rules;

/// <summary>One thing that is wrong with a recipe.</summary>
/// <param name="Key">The key as a file has it, for example <c>views.cut.2.frames</c>; items of lists are counted from 0.</param>
/// <param name="Problem">What was found and what would work; reads on from the key: <c>is 30, ...</c>.</param>
public readonly record struct RecipeComplaint(string Key, string Problem)
{
    /// <summary>Key and problem as one sentence.</summary>
    public override string ToString() => $"{Key} {Problem}";
}
