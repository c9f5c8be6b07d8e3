using SoGar.Protocol.Events;

namespace SoGar.Scenarios.Cluster;

/// <summary>Nodes that come and go while a run is under way.</summary>
[Collection(ClusterScenarios.Name)]
public sealed class MembershipScenarios(ClusterStage stage)
{
    [Fact]
    public async Task A_node_that_joins_in_mid_run_takes_its_share()
    {
        await using var up = stage.Up("joined", nodes: 2);
        await up.UntilTrainedAsync(10, nodes: 2);

        using var newcomer = SogarProcess.Start(stage.Folder, "node", "--name", "newcomer", "--run", "joined");
        var events = await up.UntilAsync(events => events.OfType<GenerationFormed>().Any(formed => formed.Members?.Count == 3));

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.Contains(events, happened => happened is NodeJoined { Node: "newcomer#1" });
        Assert.Empty(ClusterStage.RecoveriesOf(result.Json));
        Assert.Equal(0, (await newcomer.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_node_that_is_drained_leaves_without_costing_a_step()
    {
        await using var up = stage.Up("drained", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);
        var leaver = up.Nodes.Keys.Last();

        (await SogarProcess.RunAsync(stage.Folder, "drain", leaver, "--json")).Succeeded();
        await up.UntilAsync(events => events.OfType<NodeLeft>().Any(left => left.Node.StartsWith($"{leaver}#", StringComparison.Ordinal)));

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.Empty(ClusterStage.RecoveriesOf(result.Json));
    }

    [Fact]
    public async Task A_node_that_gets_notice_by_signal_leaves_without_costing_a_step()
    {
        await using var up = stage.Up("noticed", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);

        var leaver = up.Nodes.Keys.First();
        up.Send(Signal.Terminate, leaver);
        await up.UntilAsync(events => events.OfType<NodeLeft>().Any(left => left.Node.StartsWith($"{leaver}#", StringComparison.Ordinal)));

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.Empty(ClusterStage.RecoveriesOf(result.Json));
    }

    [Fact]
    public async Task An_interrupted_run_drains_with_exit_code_3_and_resumes_to_the_same_end()
    {
        await using (var up = stage.Up("interrupted", nodes: 2))
        {
            await up.UntilTrainedAsync(10, nodes: 2);
            up.Interrupt();
            Assert.Equal(3, (await up.EndAsync()).ExitCode);
        }

        await using var again = stage.Up("interrupted", nodes: 3, "--resume");
        stage.RequireUndisturbed((await again.EndAsync()).Succeeded().Json);
    }

    [Fact]
    public async Task A_name_that_no_node_has_is_answered_with_those_there_are()
    {
        await using var up = stage.Up("named", nodes: 2);
        await up.UntilTrainedAsync(5, nodes: 2);

        var refused = await SogarProcess.RunAsync(stage.Folder, "drain", "named.3");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("named.1", refused.Errors, StringComparison.Ordinal);
        up.KillAll();
    }
}
