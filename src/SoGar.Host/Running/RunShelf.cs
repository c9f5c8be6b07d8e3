using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Host.Recipes;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>Reads what a store says of its runs.</summary>
internal sealed class RunShelf(RunsFolder runs, TimeProvider clock)
{
    /// <summary>All runs, in order of their names.</summary>
    public async Task<IReadOnlyList<ShelvedRun>> AllAsync()
    {
        await using var store = await runs.OpenExistingStoreAsync(clock);
        var found = new List<ShelvedRun>();
        foreach (var name in await NamesAsync(store)) found.Add(await ReadAsync(store, name));
        return found;
    }

    /// <summary>One run.</summary>
    /// <exception cref="RunException">There is no such run; names the one that was probably meant.</exception>
    public async Task<ShelvedRun> FindAsync(string run)
    {
        await using var store = await runs.OpenExistingStoreAsync(clock);
        var found = await ReadAsync(store, run);
        return found.Events.Count > 0 ? found : throw Unknown(run, await NamesAsync(store));
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(Store store) =>
        [.. (await store.Journal.StreamsAsync(RunStream.Prefix)).Select(head => head.Stream[RunStream.Prefix.Length..])];

    // The lease first: a run that ends in between has ended by its events, while one that starts has not been interrupted.
    private static async Task<ShelvedRun> ReadAsync(Store store, string run)
    {
        var lease = await store.Standings.FindAsync(RunStream.NameOf(run));
        return new ShelvedRun(run, await RunStream.ReadAsync(store.Journal, run), IsSupervised: lease is { IsHeld: true });
    }

    private RunException Unknown(string run, IReadOnlyList<string> names)
    {
        var near = NearestName.Of(run, names) is { } name ? $"; did you mean {name}?" : "";
        return new RunException($"there is no run {run} in {runs.Place}{near}\n'./sogar runs' lists those there are");
    }
}

/// <summary>A run as its store knows it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Events">All of them, oldest first.</param>
/// <param name="IsSupervised">Whether some process holds the lease of its supervisor.</param>
internal sealed record ShelvedRun(string Name, IReadOnlyList<RunEvent> Events, bool IsSupervised)
{
    /// <summary>What the events tell.</summary>
    public RunHistory History { get; } = RunHistory.Of(Events);

    /// <summary>Whether the events say that it trains and nobody does: its processes died without a word.</summary>
    public bool IsInterrupted => History.Status == RunStatus.Running && !IsSupervised;

    /// <summary>Where it stands, in one word.</summary>
    public string Status => IsInterrupted ? "interrupted" : History.Status.ToString().ToLowerInvariant();

    /// <summary>The recipe that the run was started with, or null where this version cannot read it any more.</summary>
    public Recipe? Recipe
    {
        get
        {
            try
            {
                return History.Started is { } started ? RecipeReader.OfThisProcess.ReadText(started.Recipe, "journal") : null;
            }
            catch (RecipeException)
            {
                return null;
            }
        }
    }
}
