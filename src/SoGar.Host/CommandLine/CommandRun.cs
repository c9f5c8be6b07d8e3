using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Spectre.Console;

namespace SoGar.Host.CommandLine;

/// <summary>One run of one command: how it talks, and when it should end.</summary>
internal sealed class CommandRun(CommandSurroundings surroundings, DrainSignal drain, bool isJson)
{
    private const int Unwrapped = 100_000;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    /// <summary>The wish to end early.</summary>
    public DrainSignal Drain { get; } = drain;

    public TimeProvider Clock => surroundings.Clock;

    /// <summary>Makes loggers for what is sent to a telemetry endpoint; without one they are silent.</summary>
    public ILoggerFactory Logs { get; init; } = NullLoggerFactory.Instance;

    /// <summary>The progress on show; messages go above it.</summary>
    public ProgressLine Progress { get; } = new(surroundings);

    /// <summary>A line for the user, on standard error.</summary>
    public void Say(string line) => Progress.WriteAbove(line);

    /// <summary>Gives the answer, once: as an object for programs, or as people read it.</summary>
    /// <param name="answer">Its properties are written in snake_case.</param>
    /// <param name="show">Writes it for people.</param>
    public void Answer<T>(T answer, Action<IAnsiConsole> show)
    {
        Progress.Clear();
        if (isJson)
        {
            surroundings.Out.WriteLine(JsonSerializer.Serialize(answer, Json));
            return;
        }

        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = surroundings.OutIsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = surroundings.OutIsTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(text),
        });
        // Nothing is wrapped but for a screen: a path cut in two serves nobody.
        console.Profile.Width = surroundings.OutIsTerminal ? surroundings.Width : Unwrapped;
        show(console);
        // Tables fill their last column with blanks, which only get in the way of who copies or compares the text.
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            surroundings.Out.WriteLine(line.TrimEnd());
        }
    }

    /// <summary>The answer of a command that failed, where the answer is an object.</summary>
    public void AnswerFailure(string message, int exitCode)
    {
        Progress.Clear();
        if (isJson)
        {
            surroundings.Out.WriteLine(JsonSerializer.Serialize(new { Error = message, ExitCode = exitCode }, Json));
        }

        surroundings.Error.WriteLine(message);
    }
}
