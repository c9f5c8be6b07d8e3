using System.Runtime.InteropServices;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Optim;

namespace SoGar.Compute.Methods;

/// <summary>Flat buffers as the named tensors that checkpoints keep, and back.</summary>
internal static class StateTensors
{
    /// <summary>The tensors of a buffer, their names behind <paramref name="prefix"/>; borrowed from the buffer.</summary>
    public static IEnumerable<StateTensor> Of(string prefix, ParameterLayout layout, FlatBuffer buffer) =>
        layout.Slots.Select(slot => new StateTensor(prefix + slot.Name, slot.Shape, buffer.Of(slot)));

    /// <summary>Copies <paramref name="source"/> into the memory of <paramref name="target"/>, tensor by tensor.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape; the message names it.</exception>
    public static void Load(IEnumerable<StateTensor> target, IReadOnlyDictionary<string, StateTensor> source)
    {
        foreach (var tensor in target)
        {
            if (!source.TryGetValue(tensor.Name, out var loaded))
                throw new InvalidDataException($"the state has no tensor {tensor.Name}; it was written by a run with another model or heads");
            if (!loaded.Shape.AsSpan().SequenceEqual(tensor.Shape.AsSpan()))
                throw new InvalidDataException(
                    $"{tensor.Name} is [{string.Join(", ", loaded.Shape)}] in the state and [{string.Join(", ", tensor.Shape)}] by the recipe");
            loaded.Values.CopyTo(MemoryMarshal.AsMemory(tensor.Values));
        }
    }
}
