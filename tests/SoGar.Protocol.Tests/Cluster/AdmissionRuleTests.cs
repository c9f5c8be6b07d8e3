using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Recipes;

namespace SoGar.Protocol.Tests.Cluster;

public sealed class AdmissionRuleTests
{
    private static readonly CommonGround Run = new(new Digest("recipe"), new Digest("data"), 50, "cpu avx2");
    private static readonly NodeOffer Fitting = new(1, Run.Profile, Run.Recipe, Run.Data, 50, []);

    [Fact]
    public void A_node_of_the_same_recipe_data_and_profile_is_taken() => Assert.Null(AdmissionRule.Refusal(Fitting, Run, ProfileRule.Same));

    [Fact]
    public void Another_recipe_or_data_set_is_refused_with_what_would_work()
    {
        Assert.Contains(
            "start it with the recipe of the run", AdmissionRule.Refusal(Fitting with { Recipe = new Digest("other") }, Run, ProfileRule.Mixed),
            StringComparison.Ordinal);
        Assert.Contains(
            "give it the same videos", AdmissionRule.Refusal(Fitting with { Data = new Digest("other") }, Run, ProfileRule.Mixed), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_profile_is_taken_where_the_recipe_mixes_them()
    {
        var other = Fitting with { Profile = "cpu avx512" };

        Assert.Contains("cluster.profiles = mixed", AdmissionRule.Refusal(other, Run, ProfileRule.Same), StringComparison.Ordinal);
        Assert.Null(AdmissionRule.Refusal(other, Run, ProfileRule.Mixed));
    }

    [Theory]
    [InlineData(3, 3, 0, true)]
    [InlineData(2, 3, 5, false)]
    [InlineData(2, 3, 20, true)]
    [InlineData(1, 3, 60, false)]
    public void It_is_time_once_all_that_were_announced_are_there_or_enough_have_waited(int present, int expected, int seconds, bool isTime) =>
        Assert.Equal(isTime, AdmissionRule.IsTimeToBegin(present, expected, TimeSpan.FromSeconds(seconds), new ClusterRecipe { MinNodes = 2 }));
}
