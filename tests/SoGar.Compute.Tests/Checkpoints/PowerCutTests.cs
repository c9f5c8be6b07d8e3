using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class PowerCutTests
{
    [Fact]
    public void Whenever_the_power_goes_what_is_accepted_is_whole_and_what_was_reported_is_there()   // G6
    {
        var finished = false;
        for (var operations = 0; !finished; operations++)
            for (var chance = 0; chance < 8; chance++) finished = WriteUntilThePowerGoes(operations, chance);
    }

    // Writes step 100 safely, then 200 and 300 with the older ones dropped, until the power goes. Returns whether it never went.
    private static bool WriteUntilThePowerGoes(int operations, int chance)
    {
        using var folder = new ScratchFolder();
        var store = new CheckpointStore(folder.Path);
        new CheckpointWriter(store).Write(Snapshots.Of(100, values: 8));
        var disk = new ForgetfulDisk(operations);
        var reported = 100L;
        var thrown = Record.Exception(() =>
        {
            foreach (var step in new long[] { 200, 300 })
            {
                new CheckpointWriter(store, disk).Write(Snapshots.Of(step, values: 8));
                reported = step;
                new CheckpointWriter(store, disk).Prune(new RetentionRule(Keep: 1, KeepEvery: 0));
            }
        });
        Assert.True(thrown is null or PowerCutException, $"{thrown}");
        disk.CutPower(KeyedRandom.For(1, Purpose.Test, operations, chance));

        var newest = store.NewestWhole();
        Assert.True(
            newest.Checkpoint!.Step >= reported, $"operation {operations}, chance {chance}: step {reported} was reported, {newest.Checkpoint.Step} is there");
        Snapshots.Same(Snapshots.Of(newest.Checkpoint.Step, values: 8), newest.Checkpoint);
        Assert.Empty(newest.Skipped);
        return thrown is null;
    }
}
