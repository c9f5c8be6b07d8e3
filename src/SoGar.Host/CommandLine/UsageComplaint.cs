using System.CommandLine;
using System.CommandLine.Parsing;
using SoGar.Host.Recipes;

namespace SoGar.Host.CommandLine;

/// <summary>What is wrong with a command line, with what was probably meant.</summary>
internal static class UsageComplaint
{
    /// <summary>One message, or null where nothing is wrong.</summary>
    public static string? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        var command = parsed.CommandResult.Command;
        var path = PathOf(command);
        IEnumerable<string> lines = (parsed.UnmatchedTokens, command.Subcommands) switch
        {
            ([_, ..], _) => parsed.UnmatchedTokens.Select(token => Unmatched(token, command, path)),
            (_, [_, ..] members) => [$"{path}: a command is missing; there are {string.Join(", ", members.Select(member => member.Name))}"],
            _ when Missing(parsed, command).ToList() is [_, ..] missing => missing.Select(what => $"{path}: {what}"),
            _ => parsed.Errors.Select(error => $"{path}: {Misread(error)}"),
        };
        return string.Join('\n', [.. lines.Distinct(), $"Type {path} --help to see what there is."]);
    }

    private static IEnumerable<string> Missing(ParseResult parsed, Command command) =>
    [
        .. command.Arguments
            .Where(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument)?.Tokens.Count is null or 0)
            .Select(argument => $"{argument.Name} is missing: {LowerFirst(argument.Description)}"),
        .. command.Options
            .Where(option => option.Required && parsed.GetResult(option)?.Tokens.Count is null or 0)
            .Select(option => $"{option.Name} {option.HelpName} is missing: {LowerFirst(option.Description)}"),
    ];

    private static string Misread(ParseError error) =>
        error.SymbolResult is OptionResult { Tokens: [var token] } result && result.Option.ValueType.IsPrimitive
            ? $"{result.Option.Name} is '{token.Value}'; it takes a whole number"
            : error.Message;

    private static string LowerFirst(string? text) => text is { Length: > 0 } ? char.ToLowerInvariant(text[0]) + text[1..] : "";

    private static string Unmatched(string token, Command command, string path)
    {
        var isOption = token.StartsWith('-');
        var known = isOption ? OptionsOf(command) : command.Subcommands.Select(member => member.Name);
        var near = NearestName.Of(token, known) is { } name ? $"; did you mean {name}?" : "";
        return isOption || command.Subcommands.Count > 0
            ? $"{path}: there is no {(isOption ? "option" : "command")} '{token}'{near}"
            : $"{path}: there is nothing to do with '{token}'";
    }

    private static IEnumerable<string> OptionsOf(Command command) => Upwards(command)
        .SelectMany(at => at.Options.Where(option => at == command || option.Recursive))
        .Select(option => option.Name);

    private static string PathOf(Command command) => string.Join(' ', Upwards(command).Reverse().Select(at => at.Name));

    private static IEnumerable<Command> Upwards(Command command)
    {
        for (var at = command; at is not null; at = at.Parents.OfType<Command>().FirstOrDefault())
        {
            yield return at;
        }
    }
}
