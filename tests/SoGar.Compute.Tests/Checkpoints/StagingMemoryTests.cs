using SoGar.Compute.Checkpoints;

namespace SoGar.Compute.Tests.Checkpoints;

public sealed class StagingMemoryTests
{
    private static TensorPart[] Live(float[] values) =>
        [new(CheckpointPart.Student, [StateTensor.Vector("a", values), StateTensor.Vector("b", values.AsMemory(1))])];

    [Fact]
    public void A_staged_state_does_not_see_what_training_does_next()
    {
        float[] live = [1, 2, 3];
        using var staged = new StagingMemory().TryStage(Live(live))!;

        live.AsSpan().Fill(9);

        Assert.Equal([1, 2, 3], staged.Parts[0].Tensors[0].Values.ToArray());
        Assert.Equal([2, 3], staged.Parts[0].Tensors[1].Values.ToArray());
    }

    [Fact]
    public void When_every_slot_waits_for_the_disk_the_caller_is_told()
    {
        var memory = new StagingMemory(slots: 2);
        var first = memory.TryStage(Live([1, 2]))!;
        using var second = memory.TryStage(Live([3, 4]));

        Assert.Null(memory.TryStage(Live([5, 6])));

        first.Dispose();
        first.Dispose();
        using var third = memory.TryStage(Live([5, 6]));
        Assert.NotNull(third);
        Assert.Null(memory.TryStage(Live([7, 8])));
        Assert.Equal([3, 4], second!.Parts[0].Tensors[0].Values.ToArray());
    }

    [Fact]
    public void A_reserved_slot_is_the_one_that_is_used()
    {
        var memory = new StagingMemory();
        memory.Reserve(Live([1, 2, 3]));
        memory.Reserve(Live([1, 2, 3]));

        using var first = memory.TryStage(Live([4, 5, 6]));

        Assert.Equal([4, 5, 6], first!.Parts[0].Tensors[0].Values.ToArray());
        Assert.Null(memory.TryStage(Live([4, 5, 6])));
        memory.Reserve(Live([7, 8, 9]));
        Assert.Equal([4, 5, 6], first.Parts[0].Tensors[0].Values.ToArray());
    }

    [Fact]
    public void A_slot_grows_when_a_state_does()
    {
        var memory = new StagingMemory();
        memory.TryStage(Live([1, 2]))!.Dispose();

        using var larger = memory.TryStage(Live([1, 2, 3, 4, 5]));

        Assert.Equal([1, 2, 3, 4, 5], larger!.Parts[0].Tensors[0].Values.ToArray());
    }
}
