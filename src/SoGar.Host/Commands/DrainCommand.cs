using System.CommandLine;
using SoGar.Actors.Cluster;
using SoGar.Host.CommandLine;
using SoGar.Host.Recipes;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar drain</c>: asks a node to leave its run at the next step, which costs the run nothing.</summary>
internal static class DrainCommand
{
    public static Command Define(CommandShell shell)
    {
        var node = new Argument<string>("NODE") { Description = "The name of a node, as 'up' and 'node' say it" };
        var reason = new Option<string>("--reason")
        {
            Description = "Why, for the journal",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "drained by the user"
        };
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var command = shell.Define(
            "drain",
            "Ask a node to leave its run at the next step",
            ["./sogar drain demo-1.2", "./sogar drain gpu-7 --store postgres://sogar@db/runs --reason maintenance"],
            async (parsed, run) =>
            {
                await using var open = await CommonArguments.FolderOf(parsed, runs, store).OpenExistingStoreAsync(run.Clock);
                var drained = await DrainAsync(open.Members, parsed.GetRequiredValue(node), parsed.GetRequiredValue(reason));
                run.Answer(new { Node = drained.Node.ToString(), Asked = true }, console => console.WriteLine($"{drained.Node} will leave at its next step"));
                return ExitCodes.Success;
            });
        command.Arguments.Add(node);
        foreach (var option in (Option[])[reason, runs, store]) command.Options.Add(option);
        return command;
    }

    private static async Task<Member> DrainAsync(IMembershipStore members, string name, string reason)
    {
        if (await members.AskToDrainAsync(name, reason) is MembershipOutcome.Accepted accepted) return accepted.Member;
        var names = (await members.ListAsync()).Where(member => member.IsPresent).Select(member => member.Node.Name).ToList();
        var near = NearestName.Of(name, names) is { } meant ? $"; did you mean {meant}?" : "";
        throw new CommandFailure(names.Count == 0
            ? $"there is no node {name}: no node at all is present in this store"
            : $"there is no node {name}{near} Present are {string.Join(", ", names)}");
    }
}
