using SoGar.Compute.Methods;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Methods.Svt;

public sealed class SvtMethodTests : IDisposable
{
    internal static readonly Recipe Recipe = Shards.Recipe with
    {
        Method = Method.Svt,
        Loss = new LossRecipe { Target = LossTarget.Dino },
        Heads = Shards.Recipe.Heads with { Dino = new DinoHeadRecipe { Hidden = 20, Bottleneck = 12, Output = 30, RestEpochs = 0.25 } },
    };

    private readonly ViewBuffers _buffers = new();

    public void Dispose() => _buffers.Dispose();

    [Theory]
    [InlineData(LossTarget.Dino, Backbone.Vit)]
    [InlineData(LossTarget.Softmax, Backbone.Vit)]
    [InlineData(LossTarget.Dino, Backbone.R2plus1d)]
    public void One_two_and_three_trainers_end_with_the_same_digests(LossTarget target, Backbone backbone)
    {
        var recipe = Recipe with
        {
            Loss = Recipe.Loss with { Target = target },
            Model = Recipe.Model with { Backbone = backbone, Conv = new ConvRecipe { Width = 4, Blocks = [1, 1] } },
        };

        var alone = Train(recipe, trainers: 1);

        Assert.Equal(alone, Train(recipe, trainers: 2));
        Assert.Equal(alone, Train(recipe, trainers: 3));
    }

    [Fact]
    public void The_published_head_has_the_published_numbers_of_parameters()
    {
        var layout = new MethodLayouts(MethodShelf.Of(new Recipe { Method = Method.Svt, Loss = new LossRecipe { Target = LossTarget.Dino } }, 1000)).Student;

        // methods.md, G.9.
        Assert.Equal(6_295_808, Sum("head.mlp."));
        Assert.Equal(16_842_752, Sum("head.last_layer."));

        long Sum(string place) => layout.Slots.Where(slot => slot.Name.StartsWith(place, StringComparison.Ordinal)).Sum(slot => (long)slot.Length);
    }

    [Fact]
    public void The_prototypes_rest_for_the_first_epochs_and_their_gain_for_good()
    {
        // A quarter of an epoch of 64 samples is two steps of eight.
        using var run = new MethodRun(MethodShelf.Of(Recipe with { Optimizer = Recipe.Optimizer with { Warmup = 0 } }, 64), trainers: 1);
        var (directions, body) = (Of("head.last_layer.weight_v"), Of("head.mlp.0.weight"));

        for (var step = 0; step < 2; step++) run.Step(step, Views);
        Assert.Equal(directions, Of("head.last_layer.weight_v"));
        Assert.NotEqual(body, Of("head.mlp.0.weight"));

        run.Step(2, Views);
        Assert.NotEqual(directions, Of("head.last_layer.weight_v"));
        Assert.All(Of("head.last_layer.weight_g"), gain => Assert.Equal(1f, gain));

        float[] Of(string name) => run.State.Layouts.Student[name].In(run.State.Values.Floats).ToArray();
    }

    [Fact]
    public void Every_tensor_but_the_gain_gets_a_gradient()
    {
        // Motion init with time before space: nothing is silent at the start.
        var recipe = Recipe with { Model = Recipe.Model with { BlockOrder = BlockOrder.TimeSpace, DropPath = 0 } };
        using var run = new MethodRun(MethodShelf.Of(recipe, 64), trainers: 1);
        run.Student.Begin(0);
        using var views = Views(0, 0);
        run.Student.Contribute(views);

        foreach (var slot in run.State.Layouts.Student.Slots)
            Assert.True(slot.In(run.Student.LastContribution.ToArray()).ContainsAnyExcept(0f), $"{slot.Name} has no gradient");
    }

    [Fact]
    public void Readings_are_those_of_an_untrained_network()
    {
        using var run = new MethodRun(MethodShelf.Of(Recipe, 64), trainers: 1);

        var reading = run.Step(0, Views);

        // Cosines with thirty random prototypes over a temperature of 0.1: somewhat above ln 30.
        Assert.InRange(reading.Loss, 2, 20);
        Assert.InRange(reading.TargetEntropy, 0.05, 1);
        Assert.InRange(reading.EmbeddingStd, 1e-4, 1);
        Assert.True(double.IsNaN(reading.Tcl));
        Assert.Null(reading.Parts);
    }

    [Fact]
    public void The_order_of_the_batches_does_not_matter()
    {
        using var run = new MethodRun(MethodShelf.Of(Recipe, 64), trainers: 1);
        run.Student.Begin(0);
        using var views = Views(0, 0);
        run.Student.Contribute(views);
        var first = run.Student.LastContribution.ToArray();

        run.Student.Begin(0);
        using var turned = new ShardViews(new ShardKey(0, 0), [.. views.Groups.Skip(2), .. views.Groups.Take(2)], _buffers);
        run.Student.Contribute(turned);

        Assert.Equal(first, run.Student.LastContribution.ToArray());
    }

    private StateDigests Train(Recipe recipe, int trainers)
    {
        using var run = new MethodRun(MethodShelf.Of(recipe, 64), trainers);
        for (var step = 0; step < 3; step++) run.Step(step, Views);
        return run.Digests;
    }

    private ShardViews Views(long step, int shard) => ViewsOf(step, shard, _buffers);

    /// <summary>A shard of noise: two global views of different lengths, two local ones.</summary>
    internal static ShardViews ViewsOf(long step, int shard, ViewBuffers buffers) => new(
        new ShardKey(step, shard),
        [
            Shards.Noise(Recipe, step, shard, [0], [ViewRole.Global], 4, 8, buffers),
            Shards.Noise(Recipe, step, shard, [1], [ViewRole.Global], 2, 8, buffers),
            Shards.Noise(Recipe, step, shard, [2, 3], [ViewRole.Local, ViewRole.Local], 2, 8, buffers),
        ],
        buffers);
}
