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

    [Fact]
    public void Hundreds_of_clusters_of_five_nodes_keep_all_guarantees_under_faults_of_all_kinds() =>
        AssertWell(new StormSeries(Storm.Run) { Nodes = 5 }, 1, 400);

    private static void AssertWell(StormSeries series, ulong first, ulong last)
    {
        var report = series.Run(first, last);

        Assert.True(
            report.Failed == 0,
            report.FirstFailure is { } failure ? $"{report.Failed} of {report.Seeds} failed; {failure.Violation}\nagain: {failure.Plan.Again}\n{string.Join('\n', failure.Story)}" : "");
        Assert.Equal((int)(last - first + 1), report.Seeds);
    }
}
