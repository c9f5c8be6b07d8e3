using SoGar.Actors.Cluster;
using SoGar.Actors.Tests.Journal;

namespace SoGar.Actors.Tests.Cluster;

/// <summary>What every run board keeps to.</summary>
public abstract class RunBoardContract<TCase> : StoreContract<TCase>
    where TCase : StoreCase, new()
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Runs_are_listed_in_the_order_in_which_they_were_posted()
    {
        await Case.Runs.PostAsync("z", "steps = 1", "/runs/z");
        var first = Case.Now;
        await Case.MoveClockAsync(Second);
        await Case.Runs.PostAsync("a", "steps = 2", "/runs/a");

        Assert.Equal([new PostedRun("z", "steps = 1", "/runs/z", first), new PostedRun("a", "steps = 2", "/runs/a", Case.Now)], await Case.Runs.ListAsync());
    }

    [Fact]
    public async Task A_run_that_is_posted_anew_has_its_new_recipe()
    {
        await Case.Runs.PostAsync("a", "trainers = 1", "/runs/a");
        await Case.MoveClockAsync(Second);
        await Case.Runs.PostAsync("a", "trainers = 3", "/runs/a");

        Assert.Equal([new PostedRun("a", "trainers = 3", "/runs/a", Case.Now)], await Case.Runs.ListAsync());
    }

    [Fact]
    public async Task A_run_that_ended_wants_nobody()
    {
        await Case.Runs.PostAsync("a", "steps = 1", "/runs/a");
        await Case.Runs.PostAsync("b", "steps = 1", "/runs/b");

        await Case.Runs.TakeDownAsync("a");
        await Case.Runs.TakeDownAsync("a");

        Assert.Equal(["b"], (await Case.Runs.ListAsync()).Select(posted => posted.Run));
    }
}

public sealed class MemoryRunBoardTests : RunBoardContract<MemoryStoreCase>;

public sealed class SqliteRunBoardTests : RunBoardContract<SqliteStoreCase>;

public sealed class PostgresRunBoardTests : RunBoardContract<PostgresStoreCase>;
