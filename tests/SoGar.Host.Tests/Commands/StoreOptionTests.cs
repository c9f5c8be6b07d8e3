using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Actors.Training;
using SoGar.Host.CommandLine;
using SoGar.Host.Tests.CommandLine;
using SoGar.Protocol.Events;
using SoGar.Tests;

namespace SoGar.Host.Tests.Commands;

public sealed class StoreOptionTests : IDisposable
{
    private readonly RunsCase _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public async Task A_store_in_another_file_is_read_in_place_of_the_folders_own()
    {
        await _runs.WriteAsync("here-1", RunsCase.Started(2));
        var elsewhere = Path.Combine(_runs.Root, "elsewhere.db");
        await WriteAsync(new StoreLocation.Sqlite(elsewhere), "there-1");

        var listed = await CommandCase.RunAsync("runs", "--runs", _runs.Root, "--store", $"sqlite:{elsewhere}");

        Assert.Contains("there-1", listed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("here-1", listed.Out.Replace("there-1", ""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_in_a_database_on_a_server_are_listed_and_shown()
    {
        var location = (await PostgresServer.SharedAsync()).Location("commands");
        await WriteAsync(location, "far-1");

        var listed = await CommandCase.RunAsync("runs", "--runs", _runs.Root, "--store", WithPassword(location, PostgresServer.Password));
        var shown = await CommandCase.RunAsync("show", "far-1", "--runs", _runs.Root, "--store", WithPassword(location, PostgresServer.Password));

        Assert.Equal((0, ""), (listed.ExitCode, listed.Error));
        Assert.Contains("far-1 finished", listed.Out, StringComparison.Ordinal);
        Assert.Contains("finished", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_lets_nobody_in_is_named_and_the_password_is_not()
    {
        var location = (await PostgresServer.SharedAsync()).Location("commands");

        var listed = await CommandCase.RunAsync("runs", "--runs", _runs.Root, "--verbose", "--store", WithPassword(location, "a-wrong-guess"));

        Assert.Equal(ExitCodes.Failure, listed.ExitCode);
        Assert.Contains($"127.0.0.1:{location.Port}/postgres", listed.Error, StringComparison.Ordinal);
        Assert.Contains("PGPASSWORD", listed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-wrong-guess", listed.Error + listed.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_store_is_wrong_usage()
    {
        var listed = await CommandCase.RunAsync("runs", "--store", "mysql://me:secret@db/runs");

        Assert.Equal((ExitCodes.WrongUsage, "--store: a store is sqlite:PATH or postgres://user@host/database\n"), (listed.ExitCode, listed.Error));
    }

    private static string WithPassword(StoreLocation.Postgres location, string password) => location.ToString().Replace("@", $":{password}@");

    private static async Task WriteAsync(StoreLocation location, string run)
    {
        await using var store = await Store.OpenAsync(location, RunEventTypes.All, TimeProvider.System);
        await new RunStream(store.Journal, run, term: 1, version: 0).AppendAsync([RunsCase.Started(2), new RunFinished(2, RunsCase.Digests, 1)], default);
    }
}
