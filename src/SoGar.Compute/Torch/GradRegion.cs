namespace SoGar.Compute.Torch;

/// <summary>A stretch of code on one thread in which recording is on or off; disposing it brings back what was before.</summary>
public readonly ref struct GradRegion
{
    private readonly int _before;

    internal GradRegion(bool enabled) => _before = TorchNative.sogar_grad_mode_set(enabled ? 1 : 0);

    /// <summary>Brings back what was before.</summary>
    public void Dispose() => _ = TorchNative.sogar_grad_mode_set(_before);
}
