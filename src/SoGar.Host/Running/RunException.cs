namespace SoGar.Host.Running;

/// <summary>A run cannot be started, found or gone on with; the message says why and what to do.</summary>
internal sealed class RunException(string message, Exception? cause = null) : Exception(message, cause);
