using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using SoGar.Compute.Checkpoints;

namespace SoGar.Compute.Tests.Checkpoints;

/// <summary>
/// A process that writes and drops checkpoints without end, and tells on its standard output of every operation just before it: somebody's to kill.
/// It is this test program once more, with a variable set.
/// </summary>
internal static class DoomedWriter
{
    public const byte Operation = (byte)'o';
    public const byte Written = (byte)'w';
    public const long Stride = 10;

    private const string RootVariable = "SOGAR_TEST_DOOMED_WRITER_ROOT";
    private const string StepVariable = "SOGAR_TEST_DOOMED_WRITER_STEP";

    public static CheckpointSnapshot SnapshotOf(long step) => Snapshots.Of(step, values: 4000);

    public static Process Start(string root, long firstStep)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(DoomedWriter).Assembly.Location);
        start.Environment[RootVariable] = root;
        start.Environment[StepVariable] = firstStep.ToString(CultureInfo.InvariantCulture);
        start.Environment["DOTNET_TieredPGO"] = "0";   // it does not live long enough to profit
        return Process.Start(start)!;
    }

    // Before the test framework's own start, which would take longer than the life of this process.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void WriteUntilKilled()
    {
        if (Environment.GetEnvironmentVariable(RootVariable) is not { } root) return;
        using var output = Console.OpenStandardOutput();
        var writer = new CheckpointWriter(new CheckpointStore(root), new FaultyDisk(_ => output.WriteByte(Operation)));
        for (var step = long.Parse(Environment.GetEnvironmentVariable(StepVariable)!, CultureInfo.InvariantCulture); ; step += Stride)
        {
            writer.Write(SnapshotOf(step));
            output.WriteByte(Written);
            writer.Prune(new RetentionRule(Keep: 2, KeepEvery: 0));
        }
    }
#pragma warning restore CA2255
}
