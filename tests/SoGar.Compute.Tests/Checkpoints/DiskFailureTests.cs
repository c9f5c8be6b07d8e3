using SoGar.Compute.Checkpoints;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class DiskFailureTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CheckpointStore Store => new(_folder.Path);

    private static IOException Full() => new("No space left on device", hresult: 28);

    // Writes step 200 beside a good step 100, with the operation at `failing` (and all after it, on a disk that stays broken) refused.
    private (Exception? Thrown, int Operations) WriteWithFailureAt(int failing, bool staysBroken, Func<Exception> failure)
    {
        var operations = 0;
        var disk = new FaultyDisk(_ =>
        {
            var at = operations++;
            if (at == failing || (staysBroken && at > failing)) throw failure();
        });
        return (Record.Exception(() => new CheckpointWriter(Store, disk).Write(Snapshots.Of(200))), operations);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whichever_operation_a_full_disk_refuses_the_writer_says_so_and_nothing_half_is_accepted(bool staysBroken)
    {
        new CheckpointWriter(Store).Write(Snapshots.Of(100));
        for (var failing = 0; ; failing++)
        {
            var (thrown, operations) = WriteWithFailureAt(failing, staysBroken, Full);
            if (thrown is null && failing >= operations) break;

            var refused = Assert.IsType<CheckpointRefusedException>(thrown);
            Assert.Contains("disk is full", refused.Message);
            Assert.Contains(_folder.Path, refused.Message);
            var newest = Store.NewestWhole();
            Assert.Empty(newest.Skipped);

            // On a disk that refuses everything from its last sync on, the renamed folder cannot be taken back; it is whole then.
            if (newest.Checkpoint!.Step == 200) Snapshots.Same(Snapshots.Of(200), newest.Checkpoint);
            else Snapshots.Same(Snapshots.Of(100), newest.Checkpoint);
            if (!staysBroken) Assert.Equal(100, newest.Checkpoint.Step);
            if (Store.List() is [{ Step: 200 }, ..]) Directory.Delete(Store.DirectoryOf(200), recursive: true);
        }

        Snapshots.Same(Snapshots.Of(200), Store.NewestWhole().Checkpoint!);
    }

    [Fact]
    public void A_refusal_leaves_no_bytes_behind()
    {
        var (thrown, _) = WriteWithFailureAt(failing: 12, staysBroken: false, Full);

        Assert.IsType<CheckpointRefusedException>(thrown);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_folder_that_may_not_be_written_is_named_with_what_helps()
    {
        var (thrown, _) = WriteWithFailureAt(failing: 0, staysBroken: true, () => new UnauthorizedAccessException("Access to the path is denied."));

        Assert.Contains("give this user the right to write there", Assert.IsType<CheckpointRefusedException>(thrown).Message);
    }

    [Fact]
    public void A_file_where_the_folder_should_be_is_refused()
    {
        var file = Path.Combine(_folder.Path, "taken");
        File.WriteAllText(file, "");

        var refused = Assert.Throws<CheckpointRefusedException>(() => new CheckpointWriter(new CheckpointStore(file)).Write(Snapshots.Of(100)));

        Assert.Contains(file, refused.Message);
    }

    [Fact]
    public void A_drop_that_fails_at_any_operation_leaves_the_others_whole()
    {
        var failing = 0;
        for (var refused = true; refused; failing++)
        {
            foreach (var step in new long[] { 100, 200, 300 }) new CheckpointWriter(Store).Write(Snapshots.Of(step));
            var operations = 0;
            var disk = new FaultyDisk(_ =>
            {
                if (operations++ == failing) throw new IOException("Input/output error");
            });

            var thrown = Record.Exception(() => new CheckpointWriter(Store, disk).Prune(new RetentionRule(Keep: 1, KeepEvery: 0)));

            refused = operations > failing;
            Assert.Equal(refused, thrown is CheckpointRefusedException);
            Assert.All(Store.List(), listed => Assert.True(Store.Verify(listed.Step).IsWhole));
            Assert.Equal(300, Store.NewestWhole().Checkpoint!.Step);
        }

        Assert.InRange(failing, 10, 30);   // two checkpoints of five files each
        Assert.Equal([300], Store.List().Select(listed => listed.Step));
    }
}
