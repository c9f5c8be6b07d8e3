using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class KillTests
{
    // Two checkpoints and their drops take about this many operations: every kind of instant comes up.
    private const int OperationsAtMost = 130;

    // Two lanes, so that one process starts while another is looked after.
    [Fact]
    public void Killed_at_two_hundred_instants_a_writer_leaves_nothing_that_is_accepted_and_not_whole() =>   // G6
        Parallel.For(0, 2, lane => KillOften(lane, kills: 100));

    private static void KillOften(int lane, int kills)
    {
        using var folder = new ScratchFolder();
        var store = new CheckpointStore(folder.Path);
        var newest = 0L;
        for (var kill = 0; kill < kills; kill++)
        {
            var first = newest + DoomedWriter.Stride;
            var acknowledged = KillAfter(KeyedRandom.For(6, Purpose.Test, lane, kill).NextInt(1, OperationsAtMost), folder.Path, first);

            var inspections = store.List();
            Assert.All(inspections, listed => Assert.True(store.Verify(listed.Step).IsWhole, $"lane {lane}, kill {kill}: {listed.Flaw}"));
            newest = inspections.IsEmpty ? 0 : inspections[0].Step;
            Assert.True(newest >= first + (acknowledged - 1) * DoomedWriter.Stride, $"lane {lane}, kill {kill}: an acknowledged checkpoint is gone");
            if (newest > 0) Snapshots.Same(DoomedWriter.SnapshotOf(newest), store.Open(newest));
        }

        Assert.True(newest > 0, "no writer lived long enough to finish a checkpoint: the instants are chosen wrongly");
    }

    // SIGKILL, as `kill -9`; the writer has gone a little further by then, which makes the instant random. Returns how many writes were acknowledged.
    private static int KillAfter(int operations, string root, long firstStep)
    {
        using var writer = DoomedWriter.Start(root, firstStep);
        var acknowledged = 0;
        var output = writer.StandardOutput.BaseStream;
        for (var left = operations; left > 0;)
        {
            switch (output.ReadByte())
            {
                case DoomedWriter.Operation: left--; break;
                case DoomedWriter.Written: acknowledged++; break;
                default: throw new InvalidOperationException($"the writer ended by itself, {left} operations early");
            }
        }

        writer.Kill();
        for (var told = output.ReadByte(); told >= 0; told = output.ReadByte())
            if (told == DoomedWriter.Written) acknowledged++;
        writer.WaitForExit();
        return acknowledged;
    }
}
