using SoGar.Protocol.Events;

namespace SoGar.Scenarios.Cluster;

/// <summary>Processes that hang and wake up late.</summary>
[Collection(ClusterScenarios.Name)]
public sealed class PauseScenarios(ClusterStage stage)
{
    [Fact]
    public async Task A_worker_that_hangs_is_left_behind_and_comes_back_when_it_wakes()   // G7
    {
        await using var up = stage.Up("hung", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);
        var supervisor = await up.SupervisorAsync();
        var victim = up.Nodes.Keys.First(node => node != supervisor);

        up.Send(Signal.Stop, victim);
        await up.UntilAsync(events => events.OfType<NodeLost>().Any(lost => lost.Node.StartsWith($"{victim}#", StringComparison.Ordinal)));
        up.Send(Signal.Continue, victim);

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        Assert.Contains(ClusterStage.RecoveriesOf(result.Json), recovery => recovery.Cause.Contains(victim, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_supervisor_that_wakes_with_an_old_term_changes_nothing()   // G2
    {
        await using var up = stage.Up("late", nodes: 3);
        await up.UntilTrainedAsync(10, nodes: 3);
        var old = await up.SupervisorAsync();

        up.Send(Signal.Stop, old);
        await up.UntilAsync(events => events.Any(happened => happened is SupervisorChanged changed && !changed.Node.StartsWith($"{old}#", StringComparison.Ordinal)));
        up.Send(Signal.Continue, old);

        var result = (await up.EndAsync()).Succeeded();
        stage.RequireUndisturbed(result.Json);
        var steps = (await up.EventsAsync()).OfType<StepCommitted>().Select(step => step.Step).ToList();
        Assert.Equal(Enumerable.Range(0, ClusterStage.Steps).Select(step => (long)step), steps);
    }

    [Fact]
    public async Task A_node_that_is_stopped_in_the_middle_of_a_write_keeps_nobody_from_the_store()   // G7
    {
        await using var up = stage.Up("midwrite", nodes: 3, "steps=1000000");
        await up.UntilAsync(events => events.OfType<GenerationFormed>().Any(formed => formed.Members?.Count == 3));
        var writer = await up.SupervisorAsync();

        await up.StopWhileItWritesAsync(writer, stage.LocalStorePath);
        await up.UntilSaidAsync($"node {writer} (process {up.Nodes[writer]}) ended with kill -9 from here, since it was stopped in the middle of a write");
        await up.UntilAsync(events => events.SkipWhile(happened => happened is not GenerationFormed { Members.Count: 2 }).OfType<StepCommitted>().Any());

        up.Interrupt();
        Assert.Equal(3, (await up.EndAsync()).ExitCode);
    }
}
