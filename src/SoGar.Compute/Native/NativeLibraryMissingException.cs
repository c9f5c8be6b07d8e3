namespace SoGar.Compute.Native;

/// <summary>A native library of this project, or an engine below it, is not on this machine; the message says how to get it.</summary>
public sealed class NativeLibraryMissingException(string message, Exception? cause = null) : Exception(message, cause);
