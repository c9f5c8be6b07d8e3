using System.Diagnostics;
using SoGar.Actors.Journal;
using SoGar.Actors.Stores;

namespace SoGar.Actors.Tests.Journal;

/// <summary>A process that is stopped while it writes; this program is run a second time to be it.</summary>
public sealed class SqliteWritersTests : IDisposable
{
    private const string PathVariable = "SOGAR_TEST_DATABASE";
    private const string Told = "writing";

    private readonly TemporaryFolder _folder = new();
    private Process? _writer;

    private string DatabasePath => _folder.File("journal.db");

    public void Dispose()
    {
        _writer?.Kill();
        _writer?.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Whoever_writes_is_told_and_nobody_else()
    {
        await using var database = await OpenAsync();
        await using var idle = await OpenAsync();
        Assert.Empty(SqliteWriters.Of(DatabasePath));

        var during = await WriteAsync(database, () => Task.FromResult(SqliteWriters.Of(DatabasePath)));

        Assert.Equal([Environment.ProcessId], during);
        Assert.Empty(SqliteWriters.Of(DatabasePath));
        Assert.False(SqliteWriters.IsStopped(Environment.ProcessId));
    }

    [Fact]
    public async Task A_file_is_known_behind_links()
    {
        var link = _folder.File("link");
        Directory.CreateSymbolicLink(link, Path.GetDirectoryName(DatabasePath)!);
        await using var database = await OpenAsync();

        var during = await WriteAsync(database, () => Task.FromResult(SqliteWriters.Of(Path.Combine(link, Path.GetFileName(DatabasePath)))));

        Assert.Equal([Environment.ProcessId], during);
    }

    [Fact]
    public async Task Who_waits_for_a_stopped_writer_in_vain_hears_whom_to_wake_or_to_kill()
    {
        await using var database = await OpenAsync();
        database.BusyTimeout = TimeSpan.FromMilliseconds(50);
        var writer = await StartWriterAsync();

        var waited = await Assert.ThrowsAsync<JournalUnavailableException>(() => WriteAsync(database, () => Task.FromResult(0)));
        Assert.Contains($"process {writer.Id} is writing", waited.Message, StringComparison.Ordinal);
        await StopAsync(writer);
        waited = await Assert.ThrowsAsync<JournalUnavailableException>(() => WriteAsync(database, () => Task.FromResult(0)));

        Assert.Contains($"'kill -9 {writer.Id}'", waited.Message, StringComparison.Ordinal);
        Assert.Equal([writer.Id], SqliteWriters.Of(DatabasePath));
        writer.Kill();
        await writer.WaitForExitAsync();
        Assert.False(SqliteWriters.IsStopped(writer.Id));
        Assert.Equal(1, await WriteAsync(database, () => Task.FromResult(1)));
    }

    [Fact(Explicit = true)]
    public async Task Writes_without_an_end()
    {
        await using var database = await SqliteDatabase.OpenAsync(
            Environment.GetEnvironmentVariable(PathVariable)!, TimeProvider.System, Durability.ProcessEnd);
        await WriteAsync(database, () =>
        {
            Console.WriteLine(Told);
            return new TaskCompletionSource<int>().Task;
        });
    }

    private async Task<Process> StartWriterAsync()
    {
        _writer = Process.Start(new ProcessStartInfo(Environment.ProcessPath!)
        {
            ArgumentList = { "-method", $"{typeof(SqliteWritersTests).FullName}.{nameof(Writes_without_an_end)}", "-explicit", "only" },
            Environment = { [PathVariable] = DatabasePath },
            RedirectStandardOutput = true,
        })!;
        while (await _writer.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains(Told, StringComparison.Ordinal)) return _writer;
        }

        throw new InvalidOperationException("the writer ended before it wrote");
    }

    private static async Task StopAsync(Process process)
    {
        using (var kill = Process.Start("kill", ["-STOP", $"{process.Id}"])) await kill.WaitForExitAsync();
        while (!SqliteWriters.IsStopped(process.Id)) await Task.Yield();
    }

    private ValueTask<SqliteDatabase> OpenAsync() => SqliteDatabase.OpenAsync(DatabasePath, TimeProvider.System, Durability.ProcessEnd);

    private static Task<T> WriteAsync<T>(SqliteDatabase database, Func<Task<T>> body) =>
        database.WriteAsync(["x"], async _ => await body(), CancellationToken.None).AsTask();
}
