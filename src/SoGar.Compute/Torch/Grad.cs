using System.Runtime.CompilerServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>Whether this thread records operations for a backward pass, and gradients as values.</summary>
public static class Grad
{
    /// <summary>Whether this thread records.</summary>
    public static bool IsEnabled => TorchNative.sogar_grad_mode_get() != 0;

    /// <summary>Stops recording on this thread until the region is disposed: <c>using var _ = Grad.Disabled();</c>.</summary>
    public static GradRegion Disabled() => new(enabled: false);

    /// <summary>Records on this thread until the region is disposed.</summary>
    public static GradRegion Enabled() => new(enabled: true);

    /// <summary>Gradients of <paramref name="output"/> by each of <paramref name="inputs"/>; leaves keep what they have.</summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="inputs">By what; each requires a gradient.</param>
    /// <param name="outputGrad">Gradient of what follows by <paramref name="output"/>; null is 1, for a tensor with one element.</param>
    /// <param name="keepGraph">Whether another pass over the same graph will follow.</param>
    /// <param name="createGraph">Whether the gradients shall have a graph themselves, for second derivatives.</param>
    /// <returns>One gradient per input; null for an input that <paramref name="output"/> does not depend on.</returns>
    [SkipLocalsInit]
    public static unsafe Tensor?[] Of(
        Tensor output, ReadOnlySpan<Tensor> inputs, Tensor? outputGrad = null, bool keepGraph = false, bool createGraph = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        NativeError error;
        var root = output.Handle;
        var grad = outputGrad?.Handle ?? 0;
        var handles = new nint[inputs.Length];
        var grads = new nint[inputs.Length];
        for (var i = 0; i < handles.Length; i++)
            handles[i] = inputs[i].Handle;
        fixed (nint* wanted = handles, found = grads)
        {
            var status = TorchNative.sogar_gradients(
                &root, grad == 0 ? null : &grad, 1, wanted, handles.Length, keepGraph || createGraph ? 1 : 0, createGraph ? 1 : 0, found, &error);
            TorchException.ThrowIfFailed(status, in error, "grad");
        }

        return Array.ConvertAll(grads, Tensor.BornOrNull);
    }
}
