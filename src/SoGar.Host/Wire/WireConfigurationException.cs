namespace SoGar.Host.Wire;

/// <summary>The network side of a node cannot be set up as asked; the message says what to change.</summary>
internal sealed class WireConfigurationException(string message, Exception? cause = null) : Exception(message, cause);
