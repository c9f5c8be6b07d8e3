using System.Diagnostics;
using SoGar.Protocol.Events;

namespace SoGar.Scenarios.Cluster;

/// <summary>Bits that flip and disks that fill up.</summary>
[Collection(ClusterScenarios.Name)]
public sealed class BrokenStateScenarios(ClusterStage stage)
{
    [Fact]
    public async Task A_bit_that_flipped_in_the_newest_checkpoint_costs_that_checkpoint()   // G6
    {
        await using (var up = stage.Up("rotten", nodes: 2))
        {
            await up.UntilAsync(events => events.Any(happened => happened is CheckpointWritten { Done: 20 }));
            up.KillAll();
        }

        var newest = Directory.EnumerateDirectories(Path.Combine(stage.Folder, "runs/rotten/checkpoints"), "step-*").Max(StringComparer.Ordinal)!;
        Flip(Path.Combine(newest, "student.safetensors"));
        await using var again = stage.Up("rotten", nodes: 2, "--resume");

        stage.RequireUndisturbed((await again.EndAsync()).Succeeded().Json);
        Assert.Contains(
            await again.EventsAsync(), happened =>
                happened is CheckpointRejected rejected && rejected.Folder.EndsWith(Path.GetFileName(newest), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bit_that_flips_on_the_way_to_a_newcomer_is_noticed_and_the_state_fetched_again()
    {
        await using var up = stage.Up("garbled", 2, new Dictionary<string, string> { ["SOGAR_TEST_FLIP_TRANSFER"] = "20000" });
        await up.UntilTrainedAsync(10, nodes: 2);

        using var newcomer = SogarProcess.Start(stage.Folder, "node", "--name", "garbled-newcomer", "--run", "garbled");
        await up.UntilAsync(events => events.OfType<GenerationFormed>().Any(formed => formed.Members?.Count == 3));

        stage.RequireUndisturbed((await up.EndAsync()).Succeeded().Json);
        Assert.Contains(
            await up.EventsAsync(), happened => happened is StateCopied copied && copied.Node.StartsWith("garbled-newcomer#", StringComparison.Ordinal));
        Assert.Contains(up.LogLines("garbled"), line => line.Contains(TransferFaultWords, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bit_that_flips_in_a_live_student_is_named_and_the_replica_replaced_from_its_peers()   // G3
    {
        await using var up = stage.Up("flipped", 3, new Dictionary<string, string> { ["SOGAR_TEST_FLIP_STUDENT"] = "flipped.2@30" });

        var result = (await up.EndAsync()).Succeeded();

        stage.RequireUndisturbed(result.Json);
        var replaced = Assert.Single((await up.EventsAsync()).OfType<ReplicaReplaced>());
        Assert.StartsWith("flipped.2#", replaced.Node, StringComparison.Ordinal);
        Assert.Contains("student.", replaced.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_disk_that_is_full_costs_checkpoints_and_not_the_run()
    {
        using var disk = TinyDisk.Mount(Path.Combine(stage.Folder, "runs/full/checkpoints"), kilobytes: 600);
        await using var up = stage.Up("full", nodes: 2);

        await up.UntilAsync(events => events.OfType<CheckpointRefused>().Any());
        disk.Grow(kilobytes: 100_000);

        stage.RequireUndisturbed((await up.EndAsync()).Succeeded().Json);
    }

    private const string TransferFaultWords = "was flipped on purpose";

    private static void Flip(string file)
    {
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }

    /// <summary>A disk of its own for one folder.</summary>
    private sealed class TinyDisk(string folder) : IDisposable
    {
        public static TinyDisk Mount(string folder, int kilobytes)
        {
            Directory.CreateDirectory(folder);
            if (!Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "sogar-scenario", folder)) Assert.Skip("only root can mount a disk of its own");
            return new TinyDisk(folder);
        }

        public void Grow(int kilobytes) => Run("mount", "-o", $"remount,size={kilobytes}k", folder);

        public void Dispose() => Run("umount", "-l", folder);

        private static bool Run(string program, params string[] arguments)
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
