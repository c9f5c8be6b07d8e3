using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Tests.Runs;

public sealed class CollapseAlarmsTests
{
    private static readonly StepReading Healthy = new(1, 0.5, 0.5, EmbeddingStd: 0.0625, TargetEntropy: 0.85, ClipCosine: -0.02, 1e-3);

    [Fact]
    public void A_healthy_reading_raises_none() => Assert.Empty(CollapseAlarms.Of(Healthy));

    [Fact]
    public void Each_bound_raises_its_own()
    {
        Assert.Contains("hardly differ", Assert.Single(CollapseAlarms.Of(Healthy with { EmbeddingStd = 0.009 })), StringComparison.Ordinal);
        Assert.Contains("one-hot", Assert.Single(CollapseAlarms.Of(Healthy with { TargetEntropy = 0.04 })), StringComparison.Ordinal);
        Assert.Contains("uniform", Assert.Single(CollapseAlarms.Of(Healthy with { TargetEntropy = 0.995 })), StringComparison.Ordinal);
        Assert.Contains("look alike", Assert.Single(CollapseAlarms.Of(Healthy with { ClipCosine = 0.96 })), StringComparison.Ordinal);
    }
}
