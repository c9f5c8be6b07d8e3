namespace SoGar.Compute.Torch;

/// <summary>libtorch's automatic choice of types, for a stretch of code on one thread.</summary>
public static class Autocast
{
    /// <summary>
    /// Computes in <paramref name="precision"/> on this thread until the region is disposed; <see cref="Precision.Float32"/> switches
    /// autocast off inside. Leave the region before the backward pass, which follows the types of the forward pass by itself.
    /// </summary>
    /// <param name="precision">The precision.</param>
    /// <param name="device">Where the tensors are; the CPU by default.</param>
    public static AutocastRegion Enable(Precision precision, Device device = default) => new(device.Type, precision);
}
