using FsCheck;
using FsCheck.Fluent;
using SoGar.Host.Recipes;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Tests.Recipes;

public sealed class RecipeReaderTests
{
    [Fact]
    public void A_recipe_that_says_nothing_has_the_defaults_of_the_records() =>
        Assert.Equal(RecipeText.Of(new Recipe()), RecipeText.Of(RecipeCase.Read("")));

    [Fact]
    public void Values_of_every_type_reach_their_record()
    {
        var recipe = RecipeCase.Read(
            """
            seed = 18446744073709551615
            steps = 2e3
            precision = fp32
            data { path = "/videos", cache-bytes = 512 MiB, limits.deadline = 1.5 minutes, bad-share = 0.25 }
            model { block-order = time_space, gradient-checkpointing = yes }
            evaluate.probe-l2 { 0 = 0, 1 = 1e-4 }
            views.augment.mine { flip = 0 }
            views.cut = [{ role = teacher, frames = 4, augment = mine }, { role = tcl }]
            """);

        Assert.Equal(ulong.MaxValue, recipe.Seed);
        Assert.Equal(2000, recipe.Steps);
        Assert.Equal(Precision.Fp32, recipe.Precision);
        Assert.Equal(
            ("/videos", 512L << 20, TimeSpan.FromSeconds(90), 0.25),
            (recipe.Data.Path, recipe.Data.CacheBytes, recipe.Data.Limits.Deadline, recipe.Data.BadShare));
        Assert.Equal((BlockOrder.TimeSpace, true), (recipe.Model.BlockOrder, recipe.Model.GradientCheckpointing));
        Assert.Equal([0, 1e-4], recipe.Evaluate.ProbeL2);
        Assert.Equal(["global", "local", "mine"], recipe.Views.Augment.Keys);
        Assert.Equal((0, 0.8), (recipe.Views.Augment["mine"].Flip, recipe.Views.Augment["mine"].Jitter));
        Assert.Equal([4], recipe.Views.Cut[0].Frames);
        Assert.Equal(ViewRole.Tcl, recipe.Views.Cut[1].Role);
    }

    [Fact]
    public void The_command_line_wins_over_the_file() =>
        Assert.Equal((7, "/a b"), (RecipeCase.Read("steps = 5", "steps=6", "steps=7").Steps, RecipeCase.Read("", "data.path=/a b").Data.Path));

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Every_recipe_of_the_repository_reads_and_comes_back_from_its_own_text(string name)
    {
        var recipe = RecipeReader.OfThisProcess.Read(Repository.Recipe(name), []);

        Assert.Equal(name, recipe.Name);
        Assert.Equal(RecipeText.Of(recipe), RecipeText.Of(RecipeReader.OfThisProcess.ReadText(RecipeText.Of(recipe), "journal")));
    }

    public static TheoryData<string> Recipes() => [.. Repository.RecipeNames];

    [Fact]
    public void A_recipe_is_shown_whole() => Approval.Verify("recipe-demo", RecipeText.Of(RecipeReader.OfThisProcess.Read(Repository.Recipe("demo"), [])));

    [Theory]
    [InlineData("tiny-concepts", "views.input=difference", "views.input")]
    [InlineData("tiny-concepts", "concepts.local-top=7", "concepts.local-top")]
    [InlineData("tiny-concepts", "evaluate.features=teacher", "evaluate.features")]
    [InlineData("tiny-const-cl", "const-cl.context=4", "const-cl.context")]
    [InlineData("tiny-const-cl", "const-cl.regions=slic", "const-cl.regions")]
    [InlineData("tiny-const-cl", "model.backbone=vit", "model.backbone")]
    [InlineData("tiny-hdc", "hdc.queue=33", "hdc.queue")]
    [InlineData("tiny-hdc", "hdc.levels=[layer2, layer2]", "hdc.levels")]
    [InlineData("tiny-hdc", "hdc.levels=[layer2, layer5]", "hdc.levels")]
    [InlineData("tiny-hdc", "model.conv.blocks=[1, 1]", "hdc.levels")]
    [InlineData("tiny-hdc", "method=concepts", "views.cut")]
    public void What_does_not_suit_a_method_is_named_by_its_key(string name, string change, string key)
    {
        var refused = Assert.Throws<RecipeException>(() => RecipeReader.OfThisProcess.Read(Repository.Recipe(name), [change]));

        Assert.Contains($"{key} ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_of_a_recipe_survives_the_journal() =>
        Prop.ForAll<string>(text =>
        {
            var recipe = new Recipe { Model = new() { Weights = text ?? "null" } };

            Assert.Equal(recipe.Model.Weights, RecipeReader.OfThisProcess.ReadText(RecipeText.Of(recipe), "journal").Model.Weights);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void All_complaints_come_together_each_with_its_place()
    {
        var complaints = RecipeCase.Complaints(
            """
            stesp = 5
            batch = 30
            threads = many
            cache-bytes = 1GiB
            data { path = [a], bad-share = 2 }
            model { width = 100, heads = 3, pool = max }
            views.cut = [
              { role = teacher, frames = 0 }
              { role = teacher, size = 8, augment = glo }
            ]
            heads = 5
            exchange.timeout = soon
            loss.koleo = null
            checkpoint { every = 100, keep-every = 250 }
            zebra.x = 1
            """,
            "optimizer.beta3=0.9",
            "optimizer.warmup=-1");

        Approval.Verify("recipe-complaints", string.Join('\n', complaints));
    }

    [Fact]
    public void A_misread_value_is_complained_of_once() =>
        Assert.Equal(["my.conf:1: shards is x; it takes a whole number such as 4"], RecipeCase.Complaints("shards = x"));

    [Fact]
    public void Broken_syntax_is_a_complaint_like_any_other() =>
        Assert.Equal(
            ["my.conf:2: found ']' where the value of 'steps' should be; write a value, or \"\" for an empty text"],
            RecipeCase.Complaints("\nsteps = ]"));
}
