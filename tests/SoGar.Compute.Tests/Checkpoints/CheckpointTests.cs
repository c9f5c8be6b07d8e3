using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class CheckpointTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CheckpointStore Store => new(_folder.Path);

    private CheckpointManifest Write(long step, long term = 1) => new CheckpointWriter(Store).Write(Snapshots.Of(step, term: term));

    private string FileOf(long step, string name) => Path.Combine(Store.DirectoryOf(step), name);

    [Fact]
    public void What_was_written_is_read_back_bit_for_bit()
    {
        var manifest = Write(500);

        var newest = Store.NewestWhole();

        Assert.Empty(newest.Skipped);
        Assert.Equal("step-00000500", Path.GetFileName(newest.Checkpoint!.Directory));
        Assert.Equal(manifest.States, newest.Checkpoint.Manifest.States);
        Assert.Equal(Snapshots.Recipe, newest.Checkpoint.Manifest.Recipe);
        Snapshots.Same(Snapshots.Of(500), newest.Checkpoint);
    }

    [Fact]
    public void The_newest_is_the_one_of_the_greatest_step()
    {
        foreach (var step in new long[] { 90, 1000, 200 }) Write(step);

        Assert.Equal([1000, 200, 90], Store.List().Select(listed => listed.Step));
        Assert.Equal(1000, Store.NewestWhole().Checkpoint!.Step);
    }

    [Fact]
    public void A_root_that_does_not_exist_holds_no_checkpoint()
    {
        var store = new CheckpointStore(Path.Combine(_folder.Path, "never"));

        Assert.Null(store.NewestWhole().Checkpoint);
        Assert.Throws<CheckpointBrokenException>(() => store.Open(1));
    }

    [Fact]
    public void A_broken_newest_one_is_passed_over_with_its_flaw_named()
    {
        Write(100);
        Write(200);
        File.Delete(FileOf(200, CheckpointPart.Teacher));

        var newest = Store.NewestWhole();

        Assert.Equal(100, newest.Checkpoint!.Step);
        var skipped = Assert.Single(newest.Skipped);
        Assert.Equal(200, skipped.Step);
        Assert.Contains("teacher.safetensors is missing", skipped.Flaw);
    }

    [Fact]
    public void A_flip_of_any_byte_of_any_file_is_detected()
    {
        Write(100);
        var random = KeyedRandom.For(1, Purpose.Test);
        foreach (var path in Directory.EnumerateFiles(Store.DirectoryOf(100)).Order().ToArray())
        {
            var whole = File.ReadAllBytes(path);
            for (var at = 0; at < whole.Length; at++)
            {
                var damaged = whole.ToArray();
                damaged[at] ^= (byte)(1 << random.NextInt(8));
                File.WriteAllBytes(path, damaged);

                Assert.False(Store.Verify(100).IsWhole, $"{path}: flip at byte {at} went unnoticed");
            }

            File.WriteAllBytes(path, whole);
        }

        Assert.True(Store.Verify(100).IsWhole);
    }

    [Fact]
    public void A_file_cut_or_lengthened_anywhere_is_detected_without_hashing()
    {
        Write(100);
        foreach (var path in Directory.EnumerateFiles(Store.DirectoryOf(100)).Order().ToArray())
        {
            var whole = File.ReadAllBytes(path);
            foreach (var length in new[] { 0, 1, whole.Length / 2, whole.Length - 1, whole.Length + 1 })
            {
                File.WriteAllBytes(path, [.. whole.Take(length), .. new byte[Math.Max(0, length - whole.Length)]]);

                var inspection = Store.Inspect(100);

                Assert.False(inspection.IsWhole);
                Assert.Contains(_folder.Path, inspection.Flaw);
            }

            File.WriteAllBytes(path, whole);
        }
    }

    [Fact]
    public void Each_missing_file_is_named()
    {
        Write(100);
        foreach (var path in Directory.EnumerateFiles(Store.DirectoryOf(100)).Order().ToArray())
        {
            var whole = File.ReadAllBytes(path);
            File.Delete(path);

            Assert.Contains(Path.GetFileName(path), Store.Inspect(100).Flaw);

            File.WriteAllBytes(path, whole);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("not json at all")]
    [InlineData("{\n  \"format\": 1,\n  \"seal\": \"0000000000000000000000000000000000000000000000000000000000000000\"\n}\n")]
    public void Garbage_in_place_of_the_manifest_is_no_checkpoint(string garbage)
    {
        Write(100);
        File.WriteAllText(FileOf(100, CheckpointManifest.FileName), garbage);

        Assert.Contains("manifest.json", Store.Inspect(100).Flaw);
    }

    [Fact]
    public void A_manifest_of_another_format_is_refused_with_both_numbers()
    {
        var manifest = Write(100) with { Format = 7 };
        File.WriteAllBytes(FileOf(100, CheckpointManifest.FileName), manifest.ToBytes());

        Assert.Contains("format 7; this version reads 1", Store.Inspect(100).Flaw);
    }

    [Theory]
    [InlineData("../student.safetensors")]
    [InlineData("/etc/hostname")]
    [InlineData("..")]
    [InlineData("")]
    public void A_manifest_that_points_outside_its_folder_is_refused(string name)   // G8
    {
        var manifest = Write(100);
        var outside = manifest with { Files = [manifest.Files[0] with { Name = name }] };
        File.WriteAllBytes(FileOf(100, CheckpointManifest.FileName), outside.ToBytes());

        Assert.Contains("no plain file name", Store.Inspect(100).Flaw);
    }

    [Fact]
    public void A_renamed_folder_does_not_pass_for_another_step()
    {
        Write(100);
        Directory.Move(Store.DirectoryOf(100), Store.DirectoryOf(900));

        Assert.Contains("speaks of step 100", Store.Inspect(900).Flaw);
        Assert.Null(Store.NewestWhole().Checkpoint);
    }

    [Fact]
    public void A_step_replayed_to_the_same_state_is_left_alone()
    {
        Write(100);
        var before = File.GetLastWriteTimeUtc(FileOf(100, CheckpointPart.Student));

        var manifest = Write(100, term: 2);

        Assert.Equal(1, manifest.Term);
        Assert.Equal(before, File.GetLastWriteTimeUtc(FileOf(100, CheckpointPart.Student)));
    }

    [Fact]
    public void A_state_that_is_not_its_steps_is_set_aside_and_the_right_one_written()   // G3, G6
    {
        var writer = new CheckpointWriter(Store);
        var odd = writer.Write(Snapshots.Of(99) with { Step = 100 });
        var right = Snapshots.Of(100);
        Assert.Throws<CheckpointRefusedException>(() => writer.Write(right));

        var aside = writer.SetAside(100, odd.States);
        writer.Write(right);

        Assert.Equal("refused-step-00000100", Path.GetFileName(aside));
        Assert.True(File.Exists(Path.Combine(aside!, CheckpointManifest.FileName)));
        Assert.Equal([100], Store.List().Select(listed => listed.Step));
        Snapshots.Same(right, Store.NewestWhole().Checkpoint!);
    }

    [Fact]
    public void A_step_that_goes_wrong_twice_leaves_both_states_to_be_seen()
    {
        var writer = new CheckpointWriter(Store);

        foreach (var step in new long[] { 98, 99 }) writer.SetAside(100, writer.Write(Snapshots.Of(step) with { Step = 100 }).States);

        Assert.Equal(
            ["refused-step-00000100", "refused-step-00000100-2"],
            Directory.EnumerateDirectories(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_checkpoint_with_other_digests_than_those_that_are_refused_stays()   // G1
    {
        var manifest = Write(100);

        Assert.Null(new CheckpointWriter(Store).SetAside(100, manifest.States with { Student = Snapshots.Recipe }));
        Assert.Null(new CheckpointWriter(Store).SetAside(200, manifest.States));

        Snapshots.Same(Snapshots.Of(100), Store.NewestWhole().Checkpoint!);
    }

    [Fact]
    public void A_step_replayed_to_another_state_is_refused()   // G1
    {
        Write(100);
        var other = Snapshots.Of(101) with { Step = 100 };

        var refused = Assert.Throws<CheckpointRefusedException>(() => new CheckpointWriter(Store).Write(other));

        Assert.Contains("another state of step 100", refused.Message);
        Snapshots.Same(Snapshots.Of(100), Store.NewestWhole().Checkpoint!);
    }

    [Fact]
    public void A_broken_checkpoint_is_replaced_when_its_step_comes_again()
    {
        Write(100);
        File.WriteAllText(FileOf(100, CheckpointPart.Student), "gone");

        Write(100);

        Snapshots.Same(Snapshots.Of(100), Store.NewestWhole().Checkpoint!);
    }

    [Fact]
    public void A_writer_of_an_older_term_is_refused()   // G2
    {
        Write(100, term: 3);

        var refused = Assert.Throws<CheckpointRefusedException>(() => Write(200, term: 2));

        Assert.Contains("term 3", refused.Message);
        Assert.Equal(100, Store.NewestWhole().Checkpoint!.Step);
    }

    [Fact]
    public void A_snapshot_without_one_of_the_three_states_is_a_mistake_of_the_caller()
    {
        var snapshot = Snapshots.Of(100);

        Assert.Throws<ArgumentException>(() => new CheckpointWriter(Store).Write(snapshot with { Parts = snapshot.Parts.RemoveAt(1) }));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Pruning_drops_by_rule_and_leaves_broken_ones_to_people()
    {
        foreach (var step in new long[] { 100, 200, 300, 400, 500 }) Write(step);
        File.Delete(FileOf(300, CheckpointPart.Student));

        var dropped = new CheckpointWriter(Store).Prune(new RetentionRule(Keep: 1, KeepEvery: 200));

        Assert.Equal([100], dropped);
        Assert.Equal([500, 400, 300, 200], Store.List().Select(listed => listed.Step));
    }

    [Fact]
    public void Leftovers_of_killed_writers_are_no_checkpoints_and_the_next_write_sweeps_them()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".writing-step-00000900"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, ".dropping-step-00000100"));
        Assert.Empty(Store.List());

        Write(200);

        Assert.Equal([Store.DirectoryOf(200)], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void Folders_with_other_names_are_not_ours()
    {
        foreach (var name in new[] { "step-5", "step-", "step-0000000a", "step--0000001", "notes" })
            Directory.CreateDirectory(Path.Combine(_folder.Path, name));

        Assert.Empty(Store.List());
    }
}
