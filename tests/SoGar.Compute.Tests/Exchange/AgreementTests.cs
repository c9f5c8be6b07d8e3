using SoGar.Compute.Exchange;
using SoGar.Compute.Exchange.Mesh;

namespace SoGar.Compute.Tests.Exchange;

public sealed class AgreementTests
{
    private static readonly Arrival At = new() { Step = 7, Attempt = 1, Student = 1, Teacher = 2, Form = 3, Shards = 1 };

    [Fact]
    public void Those_who_come_alike_agree_whatever_they_bring_and_want() =>
        Assert.Null(Agreement.Dispute([At, At with { Shards = 5 }, At with { Drain = 1 }], Name));

    [Fact]
    public void Who_differs_from_the_most_is_to_blame()
    {
        Assert.Equal(2, Agreement.Dispute([At, At, At with { Attempt = 2 }], Name)?.Suspect);
        Assert.Equal(0, Agreement.Dispute([At with { Teacher = 9 }, At, At], Name)?.Suspect);
        Assert.Equal(1, Agreement.Dispute([At, At with { Form = 9 }, At, At], Name)?.Suspect);
    }

    [Fact]
    public void Without_a_majority_nobody_is()
    {
        Assert.Equal(-1, Agreement.Dispute([At, At with { Step = 8 }], Name)?.Suspect);
        Assert.Equal(-1, Agreement.Dispute([At, At with { Step = 8 }, At, At with { Step = 8 }], Name)?.Suspect);
    }

    [Fact]
    public void A_step_is_looked_at_before_a_state_that_cannot_be_compared_across_steps() =>
        Assert.Contains("step 8", Agreement.Dispute([At, At with { Step = 8, Student = 5 }], Name)?.Reason, StringComparison.Ordinal);

    private static string Name(int rank) => $"rank {rank}";
}
