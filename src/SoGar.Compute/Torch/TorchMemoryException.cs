namespace SoGar.Compute.Torch;

/// <summary>A host or a device has not enough memory for a tensor; a smaller shard or recomputation would need less.</summary>
public sealed class TorchMemoryException(string message) : TorchException(message);
