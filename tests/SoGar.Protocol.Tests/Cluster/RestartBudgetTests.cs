using SoGar.Protocol.Cluster;

namespace SoGar.Protocol.Tests.Cluster;

public sealed class RestartBudgetTests
{
    [Fact]
    public void A_first_failure_is_tried_again_at_once_and_later_ones_after_ever_longer_pauses()
    {
        var budget = new RestartBudget(Max: 5);
        List<TimeSpan> pauses = [];
        for (var failure = 0; failure < 5; failure++) pauses.Add((budget = budget.Spend()).Pause);

        Assert.Equal([0, 100, 200, 400, 800], pauses.Select(pause => pause.TotalMilliseconds));
        Assert.False(budget.IsExhausted);
        Assert.True(budget.Spend().IsExhausted);
    }

    [Fact]
    public void Progress_restores_it() => Assert.Equal(new RestartBudget(5), new RestartBudget(5).Spend().Spend().Restore());

    [Fact]
    public void No_pause_grows_without_bound() => Assert.Equal(TimeSpan.FromSeconds(10), new RestartBudget(1000, Failures: 999).Pause);
}
