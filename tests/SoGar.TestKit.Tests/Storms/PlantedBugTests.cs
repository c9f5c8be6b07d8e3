using SoGar.TestKit.Storms;

namespace SoGar.TestKit.Tests.Storms;

/// <summary>A check that cannot fail is worth nothing: each guarantee has a bug planted against it, and notices.</summary>
public sealed class PlantedBugTests
{
    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(bug => bug.Name)];

    [Theory, MemberData(nameof(Bugs))]
    public void A_planted_bug_is_found_by_the_guarantee_that_it_breaks(string name)
    {
        var found = PlantedBug.All.Single(bug => bug.Name == name).Find();

        Assert.NotNull(found.Seed);
        Assert.NotEmpty(found.Explanation);
    }

    [Fact]
    public void Every_guarantee_has_a_planted_bug() =>
        Assert.Equal(["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"], PlantedBug.All.Select(bug => bug.Guarantee).Distinct().Order(StringComparer.Ordinal));
}
