using System.Runtime.CompilerServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <content>Gradients.</content>
public sealed partial class Tensor
{
    /// <summary>Whether operations on this tensor are recorded for a backward pass. Only leaves can be told.</summary>
    public bool RequiresGrad
    {
        get => Describe().RequiresGrad != 0;
        set => SetRequiresGrad(value);
    }

    /// <summary>
    /// The gradient that backward passes have added up for this leaf, or null. Reading gives a new reference, which belongs to the open
    /// scope. A tensor that is set here is added to in place by later passes, so that gradients can live in memory of one's own; setting
    /// null forgets.
    /// </summary>
    /// <exception cref="TorchException">What is set has another shape, type or device than this leaf, or this is not a leaf.</exception>
    public Tensor? Grad
    {
        get => GetGrad();
        set => SetGrad(value);
    }

    /// <summary>A view of the elements without a graph behind it.</summary>
    public Tensor Detach() => Aten.Detach.Call(this);

    /// <summary>Adds the gradients of this tensor to the leaves it came from.</summary>
    /// <param name="outputGrad">Gradient of what follows by this tensor, of its shape; null is 1, for a tensor with one element.</param>
    /// <param name="keepGraph">Whether another backward pass over the same graph will follow.</param>
    [SkipLocalsInit]
    public unsafe void Backward(Tensor? outputGrad = null, bool keepGraph = false)
    {
        NativeError error;
        var root = Handle;
        var grad = outputGrad?.Handle ?? 0;
        TorchException.ThrowIfFailed(
            TorchNative.sogar_backward(&root, grad == 0 ? null : &grad, 1, keepGraph ? 1 : 0, &error), in error, "backward");
    }

    [SkipLocalsInit]
    private unsafe void SetRequiresGrad(bool value)
    {
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_tensor_requires_grad_set(Handle, value ? 1 : 0, &error), in error, "requires_grad");
    }

    [SkipLocalsInit]
    private unsafe Tensor? GetGrad()
    {
        nint grad;
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_tensor_grad_get(Handle, &grad, &error), in error, "grad");
        return BornOrNull(grad);
    }

    [SkipLocalsInit]
    private unsafe void SetGrad(Tensor? grad)
    {
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_tensor_grad_set(Handle, grad?.Handle ?? 0, &error), in error, "grad");
    }
}
