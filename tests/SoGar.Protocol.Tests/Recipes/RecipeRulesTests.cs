using System.Collections.Immutable;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Recipes.Rules;

namespace SoGar.Protocol.Tests.Recipes;

public sealed class RecipeRulesTests
{
    [Fact]
    public void The_defaults_can_be_run() => Assert.Empty(RecipeRules.Check(new Recipe()));

    [Fact]
    public void A_batch_that_shards_cannot_share_names_the_nearest_that_would_work() =>
        Assert.Equal(
            ["batch is 30, which 4 shards cannot share evenly; 28 or 32 would work"],
            Check(new Recipe { Batch = 30, Shards = 4 }));

    [Fact]
    public void One_sample_a_shard_is_refused_for_batch_normalisation() => Assert.Equal(["batch"], Keys(new Recipe { Batch = 4, Shards = 4 }));

    [Fact]
    public void More_trainers_than_shards_are_refused() => Assert.Equal(["trainers"], Keys(new Recipe { Trainers = 5, Shards = 4 }));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-0.1)]
    [InlineData(0)]
    public void A_learning_rate_that_is_no_positive_number_is_refused(double rate) =>
        Assert.Contains("optimizer.learning-rate", Keys(new Recipe { Optimizer = new() { LearningRate = rate, LearningRateEnd = 0 } }));

    [Fact]
    public void Heads_that_cannot_share_the_width_are_refused() =>
        Assert.Equal(
            ["model.width is 100, which 3 heads cannot share evenly; 99 or 102 would work"], Check(new Recipe { Model = new() { Width = 100, Heads = 3 } }));

    [Fact]
    public void There_is_exactly_one_view_for_the_teacher()
    {
        var none = WithViews(new ViewRecipe { Role = ViewRole.Tcl });
        var two = WithViews(new ViewRecipe { Role = ViewRole.Teacher, Count = 2 }, new ViewRecipe { Role = ViewRole.Tcl });

        Assert.Equal(["views.cut has 0 views with role = teacher; exactly one works"], Check(none));
        Assert.Equal(["views.cut has 2 views with role = teacher; exactly one works"], Check(two));
    }

    [Fact]
    public void The_temporal_view_and_the_loss_agree()
    {
        var teacher = new ViewRecipe { Role = ViewRole.Teacher };
        var first = new LossRecipe { TclView = TclView.FirstLocal };

        Assert.Equal(["views.cut"], Keys(WithViews(teacher, new ViewRecipe { Role = ViewRole.Scl })));
        Assert.Equal([], Keys(WithViews(teacher, new ViewRecipe { Role = ViewRole.Scl }) with { Loss = first }));
        Assert.Equal(["views.cut", "views.cut"], Keys(WithViews(teacher, new ViewRecipe { Role = ViewRole.Tcl }) with { Loss = first }));
    }

    [Fact]
    public void The_other_half_needs_a_half() =>
        Assert.Equal(
            ["views.cut"], Keys(WithViews(new ViewRecipe { Role = ViewRole.Teacher }, new ViewRecipe { Role = ViewRole.Tcl, Span = SpanRule.OtherHalf })));

    [Fact]
    public void A_view_is_named_by_its_place_in_the_list() =>
        Assert.Equal(
            ["views.cut.1.frames", "views.cut.1.size", "views.cut.1.span-share", "views.cut.1.area", "views.cut.1.aspect", "views.cut.1.augment"],
            Keys(WithViews(
                new ViewRecipe { Role = ViewRole.Teacher },
                new ViewRecipe { Role = ViewRole.Tcl, Frames = [], Size = 15, SpanShare = 0, Area = [0.5, 0.4], Aspect = [1], Augment = "none" })));

    [Fact]
    public void A_kept_checkpoint_has_to_be_a_written_one() =>
        Assert.Equal(
            ["checkpoint.keep-every is 250, but a checkpoint is written every 100 steps; 200 or 300 would work"],
            Check(new Recipe { Checkpoint = new() { Every = 100, KeepEvery = 250 } }));

    [Fact]
    public void NCCL_has_nothing_to_sum_between_processors()
    {
        Assert.Equal(["exchange.over"], Keys(new Recipe { Device = DeviceRule.Cpu, Exchange = new() { Over = ExchangeTransport.Nccl } }));
        Assert.Empty(Keys(new Recipe { Device = DeviceRule.Cuda, Exchange = new() { Over = ExchangeTransport.Nccl } }));
    }

    private static Recipe WithViews(params ViewRecipe[] views) => new() { Views = new() { Cut = [.. views] } };

    private static ImmutableArray<string> Keys(Recipe recipe) => [.. RecipeRules.Check(recipe).Select(complaint => complaint.Key)];

    private static ImmutableArray<string> Check(Recipe recipe) => [.. RecipeRules.Check(recipe).Select(complaint => complaint.ToString())];
}
