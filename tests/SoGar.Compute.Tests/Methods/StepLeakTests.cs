using SoGar.Compute.Methods;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;

namespace SoGar.Compute.Tests.Methods;

/// <summary>Counts the tensors of the whole process: nothing else may make any meanwhile.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneInTheProcess;

[Collection<AloneInTheProcess>]
public sealed class StepLeakTests
{
    [Fact]
    public void Steps_leave_no_tensor_behind()
    {
        using var buffers = new ViewBuffers();
        using var run = new MethodRun(MethodShelf.Of(Shards.Recipe, Shards.Samples), trainers: 1);
        run.Step(0, Views);
        var live = Tensor.LiveCount;

        run.Step(1, Views);

        Assert.Equal(live, Tensor.LiveCount);

        ShardViews Views(long step, int shard) => Shards.Views(Shards.Recipe, step, shard, buffers);
    }
}
