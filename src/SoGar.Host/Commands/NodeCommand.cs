using System.CommandLine;
using SoGar.Host.Cluster;
using SoGar.Host.CommandLine;
using SoGar.Host.Wire;
using Spectre.Console;

namespace SoGar.Host.Commands;

/// <summary><c>sogar node</c>: a process that takes part in the runs of a store.</summary>
internal static class NodeCommand
{
    public static Command Define(CommandShell shell)
    {
        var runs = CommonArguments.Runs();
        var store = CommonArguments.Store();
        var name = new Option<string?>("--name")
        {
            Description = "The node's name, unique in the store; a younger process of the same name replaces it. By default this machine's",
            HelpName = "NAME",
        };
        var listen = new Option<string>("--listen")
        {
            Description = "Where peers speak to this node; 0.0.0.0:PORT listens everywhere",
            HelpName = "HOST:PORT",
            DefaultValueFactory = _ => ListenAddress.Default,
        };
        var trainers = new Option<int>("--trainers") { Description = "Trainers of this node", HelpName = "N", DefaultValueFactory = _ => 1 };
        trainers.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError("--trainers has to be 1 or more"); });
        var gpu = new Option<int>("--first-gpu")
        {
            Description = "GPU of the node's first trainer, where several nodes share a machine; the next trainer takes the next",
            HelpName = "N",
            DefaultValueFactory = _ => 0,
        };
        gpu.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 0) result.AddError("--first-gpu has to be 0 or more"); });
        var only = new Option<string?>("--run")
        {
            Description = "Take part in this run alone, and end with it; without it in whichever is posted first, " +
                "one after the other",
            HelpName = "RUN"
        };
        var expect = new Option<int>("--expect")
        {
            Description = "Nodes that a run's first generation waits for a while",
            HelpName = "N",
            DefaultValueFactory = _ => 1
        };
        var cluster = new Option<string>("--cluster")
        {
            Description = "Nodes talk to nodes of the same cluster only",
            HelpName = "NAME",
            DefaultValueFactory = _ => "sogar"
        };
        var leash = new Option<bool>("--leash") { Description = "Drain when standard input closes: when whoever started this node is gone", Hidden = true };

        var command = shell.Define(
            "node",
            "Take part in runs: a process for each machine, or several; Ctrl-C and SIGTERM leave at the next step",
            [
                "./sogar node",
                "./sogar node --name gpu-7 --listen 10.0.0.7:7401 --store postgres://sogar@db/runs",
            ],
            async (parsed, run) =>
            {
                var order = new NodeOrder(
                    parsed.GetValue(name) ?? Environment.MachineName,
                    ListenAddress.Parse(parsed.GetRequiredValue(listen)),
                    parsed.GetValue(trainers),
                    parsed.GetValue(gpu),
                    parsed.GetValue(only),
                    parsed.GetValue(expect),
                    parsed.GetRequiredValue(cluster));
                using var leave = CancellationTokenSource.CreateLinkedTokenSource(run.Drain.Requested);
                if (parsed.GetValue(leash)) Leash.Hold(leave);
                var host = new NodeHost(order, CommonArguments.FolderOf(parsed, runs, store), run.Clock, new NodeLog(run.Say, run.Clock));
                var account = await host.RunAsync(leave.Token);
                run.Answer(account, console => console.WriteLine($"{account.Node}: {account.Reason}"));
                return account.HasFailed ? ExitCodes.Failure : ExitCodes.Success;
            });
        foreach (var option in (Option[])[name, listen, trainers, gpu, only, expect, cluster, leash, store, runs]) command.Options.Add(option);
        return command;
    }
}
