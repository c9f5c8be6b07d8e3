using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>
/// Binds a network's parameters to a flat buffer, and their gradients to another one of the same layout. libtorch computes on views of both and
/// adds gradients in place, so that clearing, summing, updating and comparing are single passes. Several networks may be bound to the same values,
/// each on its own thread. Borrows the buffers, which must outlive it.
/// </summary>
public sealed class NetworkParameters : IDisposable
{
    private readonly List<(ParameterSlot Slot, Tensor Leaf)> _leaves = [];
    private readonly FlatBuffer? _gradients;

    /// <summary>Binds everything declared in <paramref name="scope"/>.</summary>
    /// <param name="scope">The root that the network's layers were declared in.</param>
    /// <param name="values">At least as long as the layout; borrowed.</param>
    /// <param name="gradients">Takes the gradients at the same offsets; borrowed. Null for a network that is only computed forwards.</param>
    /// <param name="running">Running statistics by <see cref="BatchNorms.Layout"/>; borrowed. Null for a network that always normalises by its batches.</param>
    public NetworkParameters(ModuleScope scope, FlatBuffer values, FlatBuffer? gradients = null, FlatBuffer? running = null)
    {
        Norms = scope.Norms;
        if (running is not null) Norms.Bind(running);
        Layout = LayoutOf(scope);
        _gradients = gradients;
        foreach (var (slot, parameter) in Layout.Slots.Zip(scope.Parameters))
        {
            var leaf = View(values, slot);
            if (gradients is not null)
            {
                leaf.RequiresGrad = true;
                using var gradient = View(gradients, slot);
                leaf.Grad = gradient;
            }

            parameter.Bind(leaf);
            _leaves.Add((slot, leaf));
        }
    }

    /// <summary>The network's batch normalisations.</summary>
    public BatchNorms Norms { get; }

    /// <summary>Where each tensor stands.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The layout of what is declared in <paramref name="scope"/>.</summary>
    public static ParameterLayout LayoutOf(ModuleScope scope) => new(scope.Parameters.Select(parameter => parameter.Declaration));

    /// <summary>
    /// Fails where a backward pass has put a gradient elsewhere than into the flat buffer, which would leave that tensor out of the sum unseen.
    /// </summary>
    /// <exception cref="InvalidOperationException">A gradient lies outside; the message names its tensor.</exception>
    public void RequireGradientsInPlace()
    {
        foreach (var (slot, leaf) in _leaves)
        {
            using var gradient = leaf.Grad;
            if (gradient?.DataPointer != _gradients?.Address + slot.Offset * sizeof(float))
                throw new InvalidOperationException($"the gradient of {slot.Name} left the flat buffer: libtorch replaced it instead of adding to it");
        }
    }

    /// <summary>Frees the tensors; the buffers stay.</summary>
    public void Dispose()
    {
        foreach (var (_, leaf) in _leaves) leaf.Dispose();
        _leaves.Clear();
        Norms.Unbind();
    }

    /// <summary>A tensor over its part of a flat buffer; the caller's to dispose, before the buffer.</summary>
    internal static Tensor View(FlatBuffer flat, ParameterSlot slot) =>
        TensorScope.Detach(Tensor.FromBlob(flat.Address + slot.Offset * sizeof(float), DType.Float32, slot.Shape.AsSpan()));
}
