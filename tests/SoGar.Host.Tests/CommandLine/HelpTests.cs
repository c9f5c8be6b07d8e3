using System.CommandLine;
using SoGar.Host.CommandLine;

namespace SoGar.Host.Tests.CommandLine;

public sealed class HelpTests
{
    [Fact]
    public async Task Help_of_every_command_is_as_approved()
    {
        var texts = new List<string>();
        foreach (var path in Paths(Tree(), []))
        {
            var result = await CommandCase.RunAsync([.. path, "--help"]);

            Assert.Equal((0, ""), (result.ExitCode, result.Error));
            texts.Add($"$ sogar {string.Join(' ', [.. path, "--help"])}\n{result.Out}");
        }

        Approval.Verify("help", string.Join('\n', texts));
    }

    [Fact]
    public async Task Every_command_shows_an_example_that_parses()
    {
        foreach (var path in Paths(Tree(), []))
        {
            var help = await CommandCase.RunAsync([.. path, "--help"]);
            var examples = help.Out.Split('\n').Where(line => line.StartsWith("  ./sogar ", StringComparison.Ordinal)).ToList();

            Assert.NotEmpty(examples);
            Assert.All(examples, line => Assert.Empty(Tree().Parse(line.Trim()["./sogar ".Length..]).Errors));
        }
    }

    private static Command Tree() => CommandTree.Build(new CommandShell(CommandCase.Surroundings(TextWriter.Null, TextWriter.Null)));

    private static IEnumerable<string[]> Paths(Command command, string[] path) =>
        [path, .. command.Subcommands.SelectMany(member => Paths(member, [.. path, member.Name]))];
}
