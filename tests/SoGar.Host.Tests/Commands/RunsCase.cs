using SoGar.Actors.Training;
using SoGar.Compute.Checkpoints;
using SoGar.Host.Recipes;
using SoGar.Host.Running;
using SoGar.Host.Tests.CommandLine;
using SoGar.Protocol;
using SoGar.Protocol.Events;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using CheckpointWriter = SoGar.Compute.Checkpoints.CheckpointWriter;

namespace SoGar.Host.Tests.Commands;

/// <summary>A folder of runs that a test fills; gone afterwards.</summary>
internal sealed class RunsCase : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("sogar-runs-").FullName;

    public RunsFolder Folder => new(Root);

    /// <summary>The digests that finished runs of these tests have.</summary>
    public static StateDigests Digests { get; } = new(Digest.Of("s"u8), Digest.Of("t"u8), Digest.Of("o"u8));

    /// <summary>Writes events, one a second from the start of 2026 on.</summary>
    public async Task WriteAsync(string run, params RunEvent[] events)
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var store = await Folder.OpenStoreAsync(new ManualClock());
        await new RunStream(store.Journal, run, term: 1, version: 0)
            .AppendAsync([.. events.Select((happened, i) => happened with { At = start.AddSeconds(i) })], default);
    }

    /// <summary>Has a process hold the lease of the run's supervisor.</summary>
    public async Task SuperviseAsync(string run)
    {
        await using var store = await Folder.OpenStoreAsync(new ManualClock());
        await store.Leases.AcquireAsync(RunStream.NameOf(run), "somebody", TimeSpan.FromSeconds(10));
    }

    public static RunStarted Started(int steps) => new(RecipeText.Of(new Recipe { Steps = steps }), "cpu fp32 1 thread", 640, "d");

    public static StepCommitted Step(long step, double loss) =>
        new(step, new StepFingerprint(1, 2).ToString(), new StepReading(loss, 0, 0, 0, 0, 0, 0), Attempts: 1, Seconds: 0.5, DataWaitSeconds: 0.01);

    /// <summary>Writes a checkpoint with a backbone of one parameter tensor.</summary>
    public string WriteCheckpoint(string run, long step)
    {
        var store = new CheckpointStore(Folder.CheckpointsOf(run));
        new CheckpointWriter(store).Write(new CheckpointSnapshot(run, step, Term: 1, Digest.Of("r"u8),
        [
            Part(CheckpointPart.Student, "student.backbone.norm.weight", "student.predictor.0.weight"),
            Part(CheckpointPart.Teacher, "teacher.backbone.norm.weight", "teacher.centre"),
            Part(CheckpointPart.Optimizer, "optimizer.first"),
        ]));
        return store.DirectoryOf(step);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static TensorPart Part(string file, params string[] names) =>
        new(file, [.. names.Select((name, i) => StateTensor.Vector(name, new float[] { i, 1, 2 }))]);
}
