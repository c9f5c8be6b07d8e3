using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SoGar.Host.CommandLine;

/// <summary>The usual help, and below it lines that can be typed as they stand.</summary>
internal sealed class HelpWithExamples(HelpAction usual, IReadOnlyDictionary<Command, IReadOnlyList<string>> examples)
    : SynchronousCommandLineAction
{
    // The same everywhere, so that the text in the documentation is the text on the screen.
    private const int Width = 120;

    public override int Invoke(ParseResult parseResult)
    {
        usual.MaxWidth = Width;
        var status = usual.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out var lines) && lines.Count > 0)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var line in lines)
            {
                output.WriteLine($"  {line}");
            }

            output.WriteLine();
        }

        return status;
    }
}
