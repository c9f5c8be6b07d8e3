using System.Text.Json;
using SoGar.Compute.Checkpoints;
using SoGar.Host.CommandLine;
using SoGar.Host.Tests.CommandLine;

namespace SoGar.Host.Tests.Commands;

public sealed class CheckpointCommandTests : IDisposable
{
    private readonly RunsCase _runs = new();

    [Fact]
    public async Task Whole_checkpoints_are_verified_with_their_digests()
    {
        _runs.WriteCheckpoint("demo-1", 4);
        _runs.WriteCheckpoint("demo-1", 8);

        var verified = await CommandCase.RunAsync("checkpoint", "verify", "demo-1", "--runs", _runs.Root, "--json");

        Assert.Equal(ExitCodes.Success, verified.ExitCode);
        Assert.Equal(
            [8, 4], JsonDocument.Parse(verified.Out).RootElement.GetProperty("checkpoints").EnumerateArray().Select(one => one.GetProperty("step").GetInt64()));
    }

    [Fact]
    public async Task One_flipped_bit_is_found_and_its_file_named()
    {
        var folder = _runs.WriteCheckpoint("demo-1", 4);
        var file = Path.Combine(folder, CheckpointPart.Teacher);
        var bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);

        var verified = await CommandCase.RunAsync("checkpoint", "verify", "demo-1", "--runs", _runs.Root);

        Assert.Equal(ExitCodes.Failure, verified.ExitCode);
        Assert.StartsWith($"step 4: not whole: {file} has other bytes than were written", verified.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("teacher")]
    [InlineData("student")]
    public async Task The_backbone_is_exported_under_its_public_names(string network)
    {
        _runs.WriteCheckpoint("demo-1", 4);
        var file = Path.Combine(_runs.Root, "out.safetensors");

        var exported = await CommandCase.RunAsync("checkpoint", "export", "demo-1", "--out", file, "--network", network, "--runs", _runs.Root);

        Assert.Equal((0, $"{file}: the {network}'s backbone after 4 steps, 1 tensors, 3 parameters\n"), (exported.ExitCode, exported.Out));
        using var written = SafetensorsFile.Open(file);
        Assert.Equal(["norm.weight"], written.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task A_run_without_checkpoints_says_where_it_looked()
    {
        var verified = await CommandCase.RunAsync("checkpoint", "verify", "demo-1", "--runs", _runs.Root);

        Assert.Equal(ExitCodes.Failure, verified.ExitCode);
        Assert.Contains($"{_runs.Folder.CheckpointsOf("demo-1")}: no checkpoints here", verified.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _runs.Dispose();
}
