namespace SoGar.Host.CommandLine;

/// <summary>What every command answers the shell (docs/architecture.md, section 7).</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>It could not be done.</summary>
    public const int Failure = 1;

    /// <summary>It was asked for in a way that cannot work: an unknown option, a recipe with mistakes.</summary>
    public const int WrongUsage = 2;

    /// <summary>A run stopped early and can be resumed.</summary>
    public const int Resumable = 3;
}
