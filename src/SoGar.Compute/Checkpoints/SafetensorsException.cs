namespace SoGar.Compute.Checkpoints;

/// <summary>A file is not the safetensors file it should be; the message names the file, the tensor, and what to do.</summary>
public sealed class SafetensorsException(string message, Exception? cause = null) : Exception(message, cause);
