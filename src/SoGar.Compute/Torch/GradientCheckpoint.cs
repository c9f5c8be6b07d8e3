using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>
/// Gradient checkpoints: a segment of a network that keeps its input only and is computed again when the backward pass arrives.
/// </summary>
public static unsafe class GradientCheckpoint
{
    /// <summary>
    /// Computes <paramref name="segment"/> of <paramref name="input"/>. Its parameters and the input receive the same gradients as
    /// without a checkpoint, for a second forward computation and the memory of the input alone.
    /// </summary>
    /// <param name="segment">
    /// Called now, and again inside the backward pass with the same input and autocast; both must compute the same, so draws are keyed,
    /// not taken from a generator. Tensors born in it are freed with the call, but for the one it returns.
    /// </param>
    /// <param name="input">Borrowed.</param>
    /// <returns>What the segment returned; belongs to the open scope.</returns>
    /// <remarks>Only <see cref="Tensor.Backward"/> may follow: <see cref="Grad.Of"/> does not reach the segment's parameters.</remarks>
    [SkipLocalsInit]
    public static Tensor Run(Func<Tensor, Tensor> segment, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(input);
        if (!Torch.Grad.IsEnabled)
            return segment(input);

        nint output;
        NativeError error;
        var kept = GCHandle.Alloc(segment);
        // The native side lets go of the handle once, when the graph is gone, and on failure too.
        var status = TorchNative.sogar_checkpoint(input.Handle, &Compute, (void*)GCHandle.ToIntPtr(kept), &Forget, &output, &error);
        TorchException.ThrowIfFailed(status, in error, "checkpoint");
        return Tensor.Born(output);
    }

    [UnmanagedCallersOnly]
    private static int Compute(void* context, nint input, nint* output, NativeError* error)
    {
        try
        {
            using var scope = TensorScope.Open();
            var segment = (Func<Tensor, Tensor>)GCHandle.FromIntPtr((nint)context).Target!;
            *output = TorchNative.sogar_tensor_share(segment(Tensor.Born(TorchNative.sogar_tensor_share(input))).Handle);
            return NativeStatus.Ok;
        }
        catch (Exception failure)
        {
            // No exception may cross native frames: it goes on as a status and comes out of the backward pass as a TorchException.
            var status = failure is TorchMemoryException ? NativeStatus.OutOfMemory : NativeStatus.Cancelled;
            error->Fill(status, failure.Message);
            return status;
        }
    }

    [UnmanagedCallersOnly]
    private static void Forget(void* context) => GCHandle.FromIntPtr((nint)context).Free();
}
