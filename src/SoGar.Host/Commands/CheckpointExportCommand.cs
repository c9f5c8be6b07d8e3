using System.CommandLine;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Torch;
using SoGar.Host.CommandLine;
using SoGar.Host.Running;
using Spectre.Console;
using Checkpoint = SoGar.Compute.Checkpoints.Checkpoint;

namespace SoGar.Host.Commands;

/// <summary><c>sogar checkpoint export</c>: a backbone as one safetensors file that other programs read.</summary>
internal static class CheckpointExportCommand
{
    private const string Backbone = "backbone.";

    public static Command Define(CommandShell shell)
    {
        var name = CommonArguments.Run();
        var runs = CommonArguments.Runs();
        var step = CommonArguments.Step();
        var file = new Option<string>("--out") { Description = "The file to write", HelpName = "FILE", Required = true };
        var network = new Option<string>("--network") { Description = "Whose weights", DefaultValueFactory = _ => "teacher" };
        network.AcceptOnlyFromAmong("teacher", "student");
        var command = shell.Define(
            "export",
            "Write a run's backbone as safetensors with TimeSformer's parameter names",
            [
                "./sogar checkpoint export demo-1 --out backbone.safetensors",
                "./sogar checkpoint export demo-1 --out student.safetensors --network student --step 300",
            ],
            (parsed, run) =>
            {
                var store = CheckpointShelf.Open(new RunsFolder(parsed.GetRequiredValue(runs)), parsed.GetRequiredValue(name));
                var checkpoint = CheckpointShelf.Find(store, parsed.GetValue(step));
                var exported = Export(checkpoint, parsed.GetRequiredValue(network), parsed.GetRequiredValue(file));
                run.Answer(exported, console => console.WriteLine(
                    $"{exported.File}: the {exported.Network}'s backbone after {exported.Step} steps, "
                    + $"{exported.Tensors} tensors, {exported.Parameters} parameters"));
                return Task.FromResult(ExitCodes.Success);
            });
        command.Arguments.Add(name);
        foreach (var option in (Option[])[file, network, step, runs]) command.Options.Add(option);
        return command;
    }

    private static Exported Export(Checkpoint checkpoint, string network, string file)
    {
        var prefix = $"{network}.{Backbone}";
        var tensors = checkpoint.ReadTensors($"{network}.safetensors")
            .Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] })
            .ToList();
        using var writer = SafetensorsWriter.Create(
            file,
            tensors.Select(tensor => new SafetensorsEntry(tensor.Name, DType.Float32, tensor.Shape)),
            new Dictionary<string, string>
            {
                ["format"] = "pt",
                ["run"] = checkpoint.Manifest.Run,
                ["step"] = $"{checkpoint.Step}",
                ["network"] = network,
                ["recipe"] = checkpoint.Manifest.Recipe.Hex,
            });
        foreach (var tensor in tensors) writer.Write(tensor.Name, tensor.Values.Span);
        writer.Complete(flushToDisk: true);
        var parameters = tensors.Sum(tensor => (long)tensor.Values.Length);
        return new Exported(file, checkpoint.Manifest.Run, checkpoint.Step, network, tensors.Count, parameters);
    }

    private sealed record Exported(string File, string Run, long Step, string Network, int Tensors, long Parameters);
}
