namespace SoGar.Host.CommandLine;

/// <summary>Ends a command with a message for the user: what was found and what would work.</summary>
internal sealed class CommandFailure(string message, int exitCode = ExitCodes.Failure, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>One of <see cref="ExitCodes"/>.</summary>
    public int ExitCode { get; } = exitCode;
}
