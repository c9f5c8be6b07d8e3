using SoGar.Protocol.Events;

namespace SoGar.Scenarios.Cluster;

/// <summary>kill -9 of real node processes; the weights do not notice (G1, G5, G7).</summary>
[Collection(ClusterScenarios.Name)]
public sealed class KillScenarios(ClusterStage stage)
{
    [Fact]
    public async Task A_worker_that_is_killed_costs_no_step()
    {
        await using var up = stage.Up("worker", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);
        var supervisor = await up.SupervisorAsync();
        var victim = up.Nodes.Keys.First(node => node != supervisor);

        up.Send(Signal.Kill, victim);

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        var (cause, lost) = Assert.Single(ClusterStage.RecoveriesOf(result.Json));
        Assert.Contains(victim, cause, StringComparison.Ordinal);
        Assert.Equal(0, lost);
    }

    [Fact]
    public async Task The_supervisors_node_that_is_killed_is_succeeded_and_costs_no_step()   // G2
    {
        await using var up = stage.Up("supervisor", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);

        up.Send(Signal.Kill, await up.SupervisorAsync());

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.Contains(await up.EventsAsync(), happened => happened is SupervisorChanged);
        Assert.All(ClusterStage.RecoveriesOf(result.Json), recovery => Assert.Equal(0, recovery.StepsLost));
    }

    [Fact]
    public async Task One_node_that_is_left_goes_on_alone()
    {
        await using var up = stage.Up("survivor", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);
        var supervisor = await up.SupervisorAsync();
        var survivor = up.Nodes.Keys.First(node => node != supervisor);

        up.Send(Signal.Kill, up.Nodes.Keys.Where(node => node != survivor));

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.All(ClusterStage.RecoveriesOf(result.Json), recovery => Assert.Equal(0, recovery.StepsLost));
    }

    [Fact]
    public async Task After_all_were_killed_resuming_replays_to_the_same_end()
    {
        await using (var up = stage.Up("all", nodes: 3))
        {
            await up.UntilTrainedAsync(25, nodes: 3);
            up.KillAll();
        }

        await using var again = stage.Up("all", nodes: 2, "--resume");

        stage.RequireUndisturbed((await again.EndAsync()).Succeeded().Json);
        Assert.Contains(await again.EventsAsync(), happened => happened is StateCopied { Done: >= 10, Bytes: 0 });   // read from a checkpoint
    }

    [Fact]
    public async Task When_all_nodes_were_killed_up_ends_with_exit_code_3_and_says_what_goes_on()
    {
        await using var up = stage.Up("orphaned", nodes: 2);
        await up.UntilTrainedAsync(10, nodes: 2);

        up.Send(Signal.Kill, up.Nodes.Keys);

        var result = await up.EndAsync();
        Assert.Equal(3, result.ExitCode);
        Assert.Contains("--resume", result.Json.GetProperty("explanation").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_that_died_is_started_again_within_its_budget()
    {
        await using var up = stage.Up("restarted", nodes: 2, "--restart", "1");
        await up.UntilTrainedAsync(10, nodes: 2);
        var (victim, before) = up.Nodes.Last();

        up.Send(Signal.Kill, victim);
        await up.UntilAsync(events => events.OfType<NodeJoined>().Count(joined => joined.Node.StartsWith($"{victim}#", StringComparison.Ordinal)) == 2);

        Assert.NotEqual(before, up.Nodes[victim]);
        stage.RequireUndisturbed((await up.EndAsync()).Succeeded().Json);
    }
}
