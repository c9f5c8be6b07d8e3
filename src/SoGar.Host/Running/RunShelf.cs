using SoGar.Actors.Training;
using SoGar.Host.Recipes;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>Reads what the journal says of the runs in a folder.</summary>
internal sealed class RunShelf(RunsFolder runs, TimeProvider clock)
{
    /// <summary>The names of all runs, in order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync()
    {
        using var journal = runs.OpenExistingJournal(clock);
        return [.. (await journal.StreamsAsync(RunStream.Prefix)).Select(head => head.Stream[RunStream.Prefix.Length..])];
    }

    /// <summary>All events of a run, oldest first.</summary>
    /// <exception cref="RunException">There is no such run; names the one that was probably meant.</exception>
    public async Task<IReadOnlyList<RunEvent>> EventsAsync(string run)
    {
        using var journal = runs.OpenExistingJournal(clock);
        var events = await RunStream.ReadAsync(journal, run);
        return events.Count > 0 ? events : throw Unknown(run, await NamesAsync());
    }

    /// <summary>The recipe that a run was started with, or null where this version cannot read it any more.</summary>
    public static Recipe? RecipeOf(RunHistory history)
    {
        try
        {
            return history.Started is { } started ? RecipeReader.OfThisProcess.ReadText(started.Recipe, "journal") : null;
        }
        catch (RecipeException)
        {
            return null;
        }
    }

    private RunException Unknown(string run, IReadOnlyList<string> names)
    {
        var near = NearestName.Of(run, names) is { } name ? $"; did you mean {name}?" : "";
        return new RunException($"there is no run {run} in {runs.Root}{near}\n'./sogar runs' lists those there are");
    }
}
