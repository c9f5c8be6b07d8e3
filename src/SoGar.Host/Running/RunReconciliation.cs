using SoGar.Compute.Data;
using SoGar.Host.Recipes;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>Holds what somebody orders against what the journal has, before anything starts.</summary>
internal static class RunReconciliation
{
    /// <summary>The recipe in force.</summary>
    /// <param name="recipe">As ordered.</param>
    /// <param name="run">Name of the run.</param>
    /// <param name="resume">Whether it is said to be there already.</param>
    /// <param name="history">What the journal has of it.</param>
    /// <param name="runs">Where it was looked for.</param>
    /// <exception cref="RunException">The order does not fit; says what would.</exception>
    public static Recipe Reconcile(Recipe recipe, string run, bool resume, RunHistory history, RunsFolder runs) => (history.Started, resume) switch
    {
        (null, false) => recipe,
        (null, true) => throw new RunException($"there is no run {run} in {runs.Place} to resume; './sogar runs' lists those that are"),
        (not null, false) => throw new RunException($"there is a run {run} in {runs.Place} already; add --resume to go on with it, or give another --name"),
        (var started, true) => RecipeDifference.Accept(RecipeReader.OfThisProcess.ReadText(started.Recipe, $"the journal of {run}"), recipe),
    };

    /// <summary>The recipe's data set.</summary>
    /// <exception cref="RunException">It cannot be used.</exception>
    public static DataSet OpenData(Recipe recipe)
    {
        try
        {
            return DataSet.Open(recipe.Data.Path, recipe.Data.Format, FormatOptions.From(recipe.Data));
        }
        catch (DataException unusable)
        {
            throw new RunException(unusable.Message, unusable);
        }
    }
}
