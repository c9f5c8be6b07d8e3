using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>
/// Binds a network's parameters to a flat buffer, and their gradients to another one of the same layout. libtorch computes on views of both and
/// adds gradients in place, so that clearing, summing, updating and comparing are single passes. On another device than the CPU it computes on copies of
/// both, which move as one piece each (<see cref="Refresh"/>, <see cref="TakeGradients"/>). Several networks may be bound to the same values, each on
/// its own thread. Borrows the buffers, which must outlive it.
/// </summary>
public sealed class NetworkParameters : IDisposable
{
    private readonly List<(ParameterSlot Slot, Tensor Leaf, nint Gradient)> _leaves = [];
    private readonly DeviceFloats _values;
    private readonly DeviceFloats? _gradients;
    private readonly DeviceFloats? _running;

    /// <summary>Binds everything declared in <paramref name="scope"/>, and brings values and running statistics to the device.</summary>
    /// <param name="scope">The root that the network's layers were declared in.</param>
    /// <param name="values">At least as long as the layout; borrowed.</param>
    /// <param name="gradients">Takes the gradients at the same offsets; borrowed. Null for a network that is only computed forwards.</param>
    /// <param name="running">Running statistics by <see cref="BatchNorms.Layout"/>; borrowed. Null for a network that always normalises by its batches.</param>
    /// <param name="device">What computes; the CPU by default.</param>
    public NetworkParameters(ModuleScope scope, FlatBuffer values, FlatBuffer? gradients = null, FlatBuffer? running = null, Device device = default)
    {
        Norms = scope.Norms;
        Layout = LayoutOf(scope);
        _values = new DeviceFloats(values, Layout.Length, device);
        _gradients = gradients is null ? null : new DeviceFloats(gradients, Layout.Length, device);
        if (running is not null)
        {
            _running = new DeviceFloats(running, running.Length, device);
            Norms.Bind(_running);
        }

        foreach (var (slot, parameter) in Layout.Slots.Zip(scope.Parameters))
        {
            var leaf = _values.View(slot);
            nint place = 0;
            if (_gradients is not null)
            {
                leaf.RequiresGrad = true;
                using var gradient = _gradients.View(slot);
                leaf.Grad = gradient;
                place = gradient.DataPointer;
            }

            parameter.Bind(leaf);
            _leaves.Add((slot, leaf, place));
        }

        Refresh();
    }

    /// <summary>The network's batch normalisations.</summary>
    public BatchNorms Norms { get; }

    /// <summary>Where each tensor stands.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The layout of what is declared in <paramref name="scope"/>.</summary>
    public static ParameterLayout LayoutOf(ModuleScope scope) => new(scope.Parameters.Select(parameter => parameter.Declaration));

    /// <summary>Brings values and running statistics to the device, where they have changed in the buffers. Nothing to do on the CPU.</summary>
    public void Refresh()
    {
        _values.Upload();
        _running?.Upload();
    }

    /// <summary>Forgets the device's gradients; on the CPU they are forgotten with the buffer that holds them.</summary>
    public void ClearGradients() => _gradients?.ClearCopy();

    /// <summary>
    /// Brings the gradients of all backward passes since <see cref="ClearGradients"/> into their buffer. Fails where one of them lies elsewhere, which would
    /// leave its tensor out of the sum unseen.
    /// </summary>
    /// <exception cref="InvalidOperationException">A gradient lies outside; the message names its tensor.</exception>
    public void TakeGradients()
    {
        foreach (var (slot, leaf, place) in _leaves)
        {
            using var gradient = leaf.Grad;
            if ((gradient?.DataPointer ?? 0) != place)
                throw new InvalidOperationException($"the gradient of {slot.Name} left the flat buffer: libtorch replaced it instead of adding to it");
        }

        _gradients?.Download();
    }

    /// <summary>Frees the tensors; the buffers stay.</summary>
    public void Dispose()
    {
        foreach (var (_, leaf, _) in _leaves) leaf.Dispose();
        _leaves.Clear();
        Norms.Unbind();
        _values.Dispose();
        _gradients?.Dispose();
        _running?.Dispose();
    }
}
