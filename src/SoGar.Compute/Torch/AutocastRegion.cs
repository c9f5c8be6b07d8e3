using SoGar.Compute.Native;

namespace SoGar.Compute.Torch;

/// <summary>A stretch of code on one thread with an autocast of its own; disposing it brings back what was before.</summary>
public readonly unsafe ref struct AutocastRegion
{
    private readonly AutocastState _before;

    internal AutocastRegion(DeviceType device, Precision precision)
    {
        AutocastState before;
        NativeError error;
        // A type is set even where nothing is cast, because libtorch keeps one.
        var dtype = precision == Precision.Float16 ? DType.Float16 : DType.BFloat16;
        var enabled = precision != Precision.Float32;
        TorchException.ThrowIfFailed(
            TorchNative.sogar_autocast_enter((int)device, enabled ? 1 : 0, (int)dtype, &before, &error), in error, "autocast");
        _before = before;
    }

    /// <summary>Brings back what was before.</summary>
    public void Dispose()
    {
        var before = _before;
        NativeError error;
        TorchException.ThrowIfFailed(TorchNative.sogar_autocast_leave(&before, &error), in error, "autocast");
    }
}
