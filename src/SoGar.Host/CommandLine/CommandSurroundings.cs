namespace SoGar.Host.CommandLine;

/// <summary>What commands talk to.</summary>
/// <param name="Out">Standard output: answers.</param>
/// <param name="Error">Standard error: progress and messages.</param>
/// <param name="OutIsTerminal">Whether a person reads the answers as they come.</param>
/// <param name="ErrorIsTerminal">Whether a person watches the progress.</param>
/// <param name="Width">Columns of the terminal.</param>
/// <param name="Clock">Measures progress.</param>
internal sealed record CommandSurroundings(
    TextWriter Out, TextWriter Error, bool OutIsTerminal, bool ErrorIsTerminal, int Width, TimeProvider Clock)
{
    public static CommandSurroundings OfThisProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected,
        !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        Console.IsErrorRedirected && Console.IsOutputRedirected ? int.MaxValue : Math.Max(40, Console.WindowWidth),
        TimeProvider.System);
}
