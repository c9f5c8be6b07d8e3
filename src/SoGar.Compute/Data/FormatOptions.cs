using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Data;

/// <summary>What of a public data set is taken, where it leaves a choice.</summary>
/// <param name="Fold">Which of the official train/test splits, from 1; UCF101 and HMDB51 have three.</param>
/// <param name="GlobalLabel">Which rows of JRDB-PAR's global labels count.</param>
public sealed record FormatOptions(int Fold = 1, GlobalLabel GlobalLabel = GlobalLabel.Frame)
{
    /// <summary>The choices of a recipe.</summary>
    public static FormatOptions From(DataRecipe recipe) => new(recipe.Fold, recipe.GlobalLabel);
}
