namespace SoGar.Compute.Checkpoints;

/// <summary>A checkpoint could not be read: it is missing, or not whole. The message names file and flaw.</summary>
public sealed class CheckpointBrokenException(string message, Exception? cause = null) : IOException(message, cause);

/// <summary>A checkpoint was not written; nothing of it will be accepted. The message says why and what helps.</summary>
public sealed class CheckpointRefusedException(string message, Exception? cause = null) : IOException(message, cause);
