using SoGar.Actors.Training;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Data;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>A run as an evaluation finds it.</summary>
/// <param name="Name">Of the run.</param>
/// <param name="Recipe">As journalled, with what the command line says on top.</param>
/// <param name="Events">The journal's.</param>
/// <param name="Checkpoint">The newest that is whole.</param>
internal sealed record EvaluatedRun(string Name, Recipe Recipe, IReadOnlyList<RunEvent> Events, Checkpoint Checkpoint)
{
    /// <summary>Opens a run.</summary>
    /// <param name="runs">Where runs live.</param>
    /// <param name="name">Of the run.</param>
    /// <param name="overrides">Settings on top of its recipe, <c>key=value</c> each.</param>
    /// <param name="run">Hears what was passed over.</param>
    /// <exception cref="RunException">There is no such run, or no whole checkpoint of it.</exception>
    public static async Task<EvaluatedRun> OpenAsync(RunsFolder runs, string name, IEnumerable<string> overrides, CommandRun run)
    {
        await using var store = await runs.OpenExistingStoreAsync(run.Clock);
        var events = await RunStream.ReadAsync(store.Journal, name);
        if (events.Count == 0) throw new RunException($"there is no run {name} in {runs.Place}; './sogar runs' lists those that are");
        var recipe = RecipeReader.OfThisProcess.ReadText(RunHistory.Of(events).Started!.Recipe, $"the journal of {name}", overrides).ForEvaluation();
        var newest = new CheckpointStore(runs.CheckpointsOf(name)).NewestWhole();
        foreach (var skipped in newest.Skipped) run.Say($"passed over {skipped.Directory}: {skipped.Flaw}");
        return new EvaluatedRun(
            name, recipe, events,
            newest.Checkpoint
                ?? throw new RunException($"run {name} has no whole checkpoint in {runs.CheckpointsOf(name)}; './sogar pretrain' writes one at its end"));
    }

    /// <summary>Opens the data set to measure on.</summary>
    /// <param name="path">Null takes the run's own, in its own format.</param>
    /// <param name="format">Null looks what stands at the path.</param>
    /// <exception cref="RunException">It cannot be used.</exception>
    public DataSet OpenData(string? path, DataFormat? format)
    {
        try
        {
            return DataSet.Open(
                path ?? Recipe.Data.Path, format ?? (path is null ? Recipe.Data.Format : DataFormat.Auto), FormatOptions.From(Recipe.Data));
        }
        catch (DataException unusable)
        {
            throw new RunException(unusable.Message, unusable);
        }
    }
}
