using SoGar.Protocol.Recipes;

namespace SoGar.Protocol.Runs;

/// <summary>After which steps the state is written: a function of the step, so that every trainer knows without being told.</summary>
public static class CheckpointRule
{
    /// <summary>Whether a checkpoint is due once <paramref name="done"/> steps are applied.</summary>
    /// <param name="recipe">Of the run.</param>
    /// <param name="done">Applied steps, 1 for the state after step 0.</param>
    public static bool IsDue(Recipe recipe, long done) =>
        done >= recipe.Steps || (recipe.Checkpoint.Every > 0 && done % recipe.Checkpoint.Every == 0);
}
