using SoGar.Protocol.Events;
using SoGar.Tests;

namespace SoGar.Scenarios.Cluster;

/// <summary>A database that goes away and comes back: training goes on meanwhile.</summary>
[Collection(ClusterScenarios.Name)]
public sealed class PostgresScenarios(ClusterStage stage)
{
    [Fact]
    public async Task A_database_that_crashes_and_comes_back_costs_no_step()   // G1
    {
        await using var server = await PostgresServer.StartAsync();
        await using var up = Start(server, "postgres", 2);
        await up.UntilTrainedAsync(10, nodes: 2);

        await server.KillAsync();
        await server.BeginAsync();

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.All(ClusterStage.RecoveriesOf(result.Json), recovery => Assert.Equal(0, recovery.StepsLost));
        Assert.Equal(ClusterStage.Steps, (await up.EventsAsync()).OfType<StepCommitted>().Select(step => step.Step).Distinct().Count());
    }

    [Fact]
    public async Task A_worker_killed_in_a_run_at_a_database_costs_no_step()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var up = Start(server, "postgres-kill", 3);
        await up.UntilTrainedAsync(10, nodes: 3);

        up.Send(Signal.Kill, up.Nodes.Keys.First());

        stage.RequireUndisturbed((await up.EndAsync()).Succeeded().Json);
    }

    private UpProcess Start(PostgresServer server, string run, int nodes) =>
        UpProcess.Start(
            stage.Folder, run, nodes, server.Location(), new Dictionary<string, string> { ["PGPASSWORD"] = PostgresServer.Password }, ClusterStage.Settings);
}
