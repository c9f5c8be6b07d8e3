using System.Diagnostics;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;
using SoGar.Tests;

namespace SoGar.Actors.Tests.Journal;

/// <summary>Two processes write one stream and are killed in the middle of it; this program is run a second time to be them.</summary>
public sealed class KilledWriterTests
{
    private const string StoreVariable = "SOGAR_TEST_STORE";
    private const string WriterVariable = "SOGAR_TEST_WRITER";

    [Fact]
    public async Task What_killed_processes_were_told_is_written_is_in_the_file_once_and_without_gaps()   // G1
    {
        using var folder = new TemporaryFolder();
        await WriteAndKillAsync($"sqlite:{folder.File("journal.db")}");
    }

    [Fact]
    public async Task What_killed_processes_were_told_is_written_is_on_the_server_once_and_without_gaps()   // G1
    {
        Environment.SetEnvironmentVariable("PGPASSWORD", PostgresServer.Password);
        await WriteAndKillAsync((await PostgresServer.SharedAsync()).Url(PostgresStoreCase.FreshSchema()));
    }

    private static async Task WriteAndKillAsync(string location)
    {
        var acknowledged = new Dictionary<long, int>();
        await Task.WhenAll(StartAndKill(1), StartAndKill(2));

        await using var store = await Store.OpenAsync(StoreLocation.Parse(location), Noted.Types, TimeProvider.System);
        var entries = await store.Journal.ReadAsync("run/a").ToListAsync();
        Assert.Equal(Enumerable.Range(1, entries.Count).Select(version => (long)version), entries.Select(entry => entry.Version));
        Assert.All(acknowledged, told => Assert.Equal(new Moved(told.Value), entries[(int)told.Key - 1].Event));
        Assert.True(acknowledged.Count >= 2 * 20);

        async Task StartAndKill(int writer)
        {
            using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
            {
                ArgumentList = { "-method", $"{typeof(KilledWriterTests).FullName}.{nameof(Writes_until_it_is_killed)}", "-explicit", "only" },
                Environment = { [StoreVariable] = location, ["PGPASSWORD"] = PostgresServer.Password, [WriterVariable] = $"{writer}" },
                RedirectStandardOutput = true,
            })!;
            var count = 0;
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.IndexOf("told ", StringComparison.Ordinal) is >= 0 and var start)
                {
                    lock (acknowledged)
                    {
                        acknowledged.Add(long.Parse(line[(start + 5)..]), writer);
                    }

                    if (++count == 20)
                    {
                        // SIGKILL; what was said before is still read to its end.
                        process.Kill();
                    }
                }
            }

            await process.WaitForExitAsync();
        }
    }

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        var writer = int.Parse(Environment.GetEnvironmentVariable(WriterVariable)!);
        await using var store = await Store.OpenAsync(
            StoreLocation.Parse(Environment.GetEnvironmentVariable(StoreVariable)!), Noted.Types, TimeProvider.System);
        var version = 0L;
        while (true)
        {
            switch (await store.Journal.AppendAsync("run/a", version, 1, [new Moved(writer)]))
            {
                case AppendOutcome.Appended appended:
                    version = appended.Version;
                    Console.WriteLine($"told {version}");
                    break;
                case AppendOutcome.Conflict conflict:
                    version = conflict.Actual;
                    break;
            }
        }
    }
}
