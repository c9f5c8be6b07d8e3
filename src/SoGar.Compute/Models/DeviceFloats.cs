using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Models;

/// <summary>
/// The head of a flat buffer as a device computes on it: the buffer's own memory on the CPU, a copy elsewhere. The buffer is what optimizer, sums and
/// checkpoints know; a copy is brought up to date by whoever knows that the other side has changed. Owns the copy, borrows the buffer.
/// </summary>
internal sealed class DeviceFloats : IDisposable
{
    private readonly FlatBuffer _buffer;
    private readonly Tensor? _host;
    private readonly Tensor? _copy;

    /// <summary>Takes memory on <paramref name="device"/> for <paramref name="length"/> floats, zero until <see cref="Upload"/>.</summary>
    public DeviceFloats(FlatBuffer buffer, int length, Device device)
    {
        _buffer = buffer;
        if (device.Type == DeviceType.Cpu) return;
        _host = TensorScope.Detach(Tensor.FromBlob(buffer.Address, DType.Float32, [length]));
        _copy = TensorScope.Detach(Tensor.Zeros([length], device: device));
    }

    /// <summary>A tensor's part; the caller's to dispose, before this.</summary>
    public Tensor View(ParameterSlot slot)
    {
        if (_copy is null)
            return TensorScope.Detach(Tensor.FromBlob(_buffer.Address + slot.Offset * sizeof(float), DType.Float32, slot.Shape.AsSpan()));
        using var scope = TensorScope.Open();
        return TensorScope.Detach(_copy.Narrow(0, slot.Offset, slot.Length).View(slot.Shape.AsSpan()));
    }

    /// <summary>Buffer to device.</summary>
    public void Upload() => _copy?.CopyFrom(_host!);

    /// <summary>Device to buffer. Waits for the device.</summary>
    public void Download() => _copy?.CopyTo(_buffer.Floats);

    /// <summary>Clears the copy; on the CPU the buffer's owner does.</summary>
    public void ClearCopy() => _copy?.ZeroInPlace();

    /// <inheritdoc/>
    public void Dispose()
    {
        _copy?.Dispose();
        _host?.Dispose();
    }
}
