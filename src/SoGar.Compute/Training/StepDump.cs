using SoGar.Compute.Checkpoints;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Training;

/// <summary>
/// Puts aside what a refused step was computed from (methods.md, B.7): the views of a trainer's shards, and the state before the step. One file per
/// trainer, which any reader of safetensors opens: <c>views.SHARD.NUMBERS</c> [V x B, 3, T, S, S] as the networks saw them, and the tensors of a
/// checkpoint under their names there.
/// </summary>
/// <param name="folder">Made when first needed.</param>
public sealed class StepDump(string folder)
{
    /// <summary>Writes one file. A failure to do so is told, and no reason to fail: the step is lost either way.</summary>
    /// <param name="step">That was refused.</param>
    /// <param name="shards">Of one trainer; borrowed.</param>
    /// <param name="state">Before the step; borrowed.</param>
    /// <returns>A clause that says where the file is, or why there is none.</returns>
    public string Write(long step, IReadOnlyList<ShardViews> shards, IReadOnlyList<StateTensor> state)
    {
        var path = Path.Combine(folder, $"step-{step}-shards-{string.Join('-', shards.Select(shard => shard.Key.Shard))}.safetensors");
        try
        {
            Directory.CreateDirectory(folder);
            var views = shards.SelectMany(shard => shard.Groups.Select(group => (Name: NameOf(shard, group), Group: group))).ToList();
            using var file = SafetensorsWriter.Create(
                path,
                [
                    .. views.Select(view => new SafetensorsEntry(view.Name, DType.Float32, [.. view.Group.Shape])),
                    .. state.Select(tensor => new SafetensorsEntry(tensor.Name, DType.Float32, tensor.Shape)),
                ],
                [new("step", $"{step}")]);
            foreach (var (name, group) in views) file.Write<float>(name, group.Buffer.Floats[..group.Length]);
            foreach (var tensor in state) file.Write(tensor.Name, tensor.Values.Span);
            file.Complete();
            return $"its views and the state before it are in {path}";
        }
        catch (Exception failure) when (failure is SafetensorsException or IOException or UnauthorizedAccessException)
        {
            return $"its views could not be put aside: {failure.Message}";
        }
    }

    private static string NameOf(ShardViews shard, ViewGroup group) => $"views.{shard.Key.Shard}.{string.Join('-', group.Numbers)}";
}
