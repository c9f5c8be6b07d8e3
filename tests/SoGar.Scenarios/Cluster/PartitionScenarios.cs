using SoGar.Protocol.Events;

namespace SoGar.Scenarios.Cluster;

/// <summary>Nodes on hosts of their own (network namespaces), and a switch whose plugs can be pulled.</summary>
[Collection(ClusterScenarios.Name)]
public sealed class PartitionScenarios(ClusterStage stage)
{
    private const string Run = "partition";

    [Fact]
    public async Task A_host_that_is_cut_off_is_left_behind_and_comes_back_when_the_network_heals()   // G7
    {
        using var hosts = Namespaces.Make(3);
        await using var up = UpProcess.StartBehind(
            hosts.Prefix(0), stage.Folder, Run, 1, stage.LocalStore, new Dictionary<string, string>(),
            [.. ClusterStage.Settings, "--listen", $"{Namespaces.Address(0)}:0"]);
        up.SlowDown();
        using var second = Node(hosts, 1);
        using var third = Node(hosts, 2);
        await up.UntilTrainedAsync(1, nodes: 3);

        // The store is a file that all hosts reach whatever the network does: the supervisor's own host stays connected, else it would leave the others behind.
        var cut = await up.SupervisorAsync() == "host-2" ? 1 : 2;
        hosts.Cut(cut);
        await up.UntilAsync(events => events.OfType<NodeLost>().Any(lost => lost.Node == $"host-{cut}#1"));
        hosts.Heal(cut);
        await up.UntilAsync(
            events => events.OfType<GenerationFormed>().Last().Members is { Count: 3 } members && members.Any(member => member.Node == $"host-{cut}#2"));

        stage.RequireUndisturbed((await up.EndAsync()).Succeeded().Json);
    }

    private SogarProcess Node(Namespaces hosts, int index) => SogarProcess.StartBehind(
        hosts.Prefix(index), stage.Folder, UpProcess.SlowedOnDemand(stage.Folder, Run, new Dictionary<string, string>()),
        "node", "--name", $"host-{index}", "--run", Run, "--listen", $"{Namespaces.Address(index)}:0");
}
