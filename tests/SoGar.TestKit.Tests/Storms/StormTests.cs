using SoGar.TestKit.Storms;

namespace SoGar.TestKit.Tests.Storms;

/// <summary>The shipped actors in simulated clusters under faults, every guarantee checked at every event.</summary>
public sealed class StormTests
{
    /// <summary>Every kind of fault alone, over some seeds; all of them together follow below.</summary>
    public static TheoryData<string> Kinds => [.. FaultKinds.All.Select(FaultKinds.NameOf)];

    [Fact]
    public void Without_faults_every_cluster_finishes() => AssertWell(new StormSeries(Storm.Run) { Kinds = [] }, 1, 100);

    [Theory, MemberData(nameof(Kinds))]
    public void Whatever_goes_wrong_all_guarantees_hold(string kind) =>
        AssertWell(new StormSeries(Storm.Run) { Nodes = 5, Kinds = FaultKinds.Parse(kind) }, 1, 20);

    /// <summary>A thousand clusters of five nodes, everything allowed to go wrong; each is run twice, and both histories have to agree.</summary>
    [Fact]
    public void A_thousand_clusters_of_five_nodes_keep_all_guarantees_under_faults_of_all_kinds() =>
        AssertWell(new StormSeries(Storm.Run) { Nodes = 5 }, 1, 1000);

    [Fact]
    public void Pauses_below_the_detection_time_and_slow_devices_alarm_nobody()
    {
        var outcome = Storm.Run(StormPlan.Watch(1, nodes: 5, TimeSpan.FromHours(1)));

        Assert.Null(outcome.Violation);
        Assert.Equal((0, 1), (outcome.Alarms, outcome.Generations));
        Assert.True(outcome.VirtualTime > TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_supervisor_has_messages_in_proportion_to_its_nodes()
    {
        var (small, large) = (Muster.Run(nodes: 20, lost: 2), Muster.Run(nodes: 80, lost: 8));

        Assert.Null(small.Violation);
        Assert.Null(large.Violation);
        Assert.InRange(large.MessagesPerStep / small.MessagesPerStep, 3, 5);
        Assert.Equal(2, large.Generations);
    }

    [Theory]
    [InlineData(9204, null, "a trainer that was told twice to rest said so again after it had been told to begin")]
    [InlineData(2828, 5, "a generation that was taken over was ended by an order of the supervisor before, and nobody formed the next")]
    [InlineData(1023, 5, "reports of steps that came after the run had gone on from a copied state were never committed")]
    [InlineData(1100, 5, "a step was committed by the report of the replica that had gone wrong in it")]
    [InlineData(1774, 5, "an offer to peers was not made again under a number that another supervisor had used")]
    [InlineData(2584, 5, "a node that had trained alone while it was cut off was not heard when its seat was taken again")]
    [InlineData(5428, 5, "a node told the next supervisor of a step as done that had been replaced")]
    [InlineData(6155, 5, "a donor lent a state that had altered in its memory since it was computed")]
    public void A_storm_that_broke_a_promise_once_does_not_break_it_again(ulong seed, int? nodes, string because) =>
        Assert.True(Storm.Run(StormPlan.Draw(seed, nodes)).Violation is null, because);

    private static void AssertWell(StormSeries series, ulong first, ulong last)
    {
        var report = series.Run(first, last);

        Assert.True(
            report.Failed == 0,
            report.FirstFailure is { } failure
                ? $"{report.Failed} of {report.Seeds} failed; {failure.Violation}\nagain: {failure.Plan.Again}\n{string.Join('\n', failure.Story)}"
                : "");
        Assert.Equal((int)(last - first + 1), report.Seeds);
    }
}
