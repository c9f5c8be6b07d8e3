using SoGar.Protocol.Recipes;
using SoGar.Protocol.Recipes.Rules;

namespace SoGar.Protocol.Tests.Recipes;

public sealed class MethodRulesTests
{
    private static readonly Recipe Svt = new()
    {
        Method = Method.Svt,
        Loss = new LossRecipe { Target = LossTarget.Dino },
        Views = new ViewsRecipe { Cut = [new ViewRecipe { Role = ViewRole.Global, Count = 2 }, new ViewRecipe { Role = ViewRole.Local, Count = 8 }] },
    };

    [Fact]
    public void Two_global_views_and_local_ones_are_a_recipe_of_SVT() => Assert.Empty(RecipeRules.Check(Svt));

    [Fact]
    public void A_view_that_the_method_does_not_look_at_is_named_with_those_it_does()
    {
        var complaint = Assert.Single(
            RecipeRules.Check(Svt with { Views = Svt.Views with { Cut = Svt.Views.Cut.Add(new ViewRecipe { Role = ViewRole.Tcl }) } }));

        Assert.Equal("views.cut.2.role", complaint.Key);
        Assert.Contains("global, local", complaint.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void One_view_alone_has_nothing_to_be_held_against() => Assert.Equal(
        "views.cut",
        Assert.Single(RecipeRules.Check(Svt with { Views = Svt.Views with { Cut = [new ViewRecipe { Role = ViewRole.Global }] } })).Key);

    [Fact]
    public void The_dino_target_wants_svt() => Assert.Equal(
        "loss.target", Assert.Single(RecipeRules.Check(new Recipe { Loss = new LossRecipe { Target = LossTarget.Dino } })).Key);

    [Fact]
    public void S3D_refuses_views_that_its_pooling_would_leave_nothing_of()
    {
        var recipe = Svt with { Model = new ModelRecipe { Backbone = Backbone.S3d }, Evaluate = new EvaluateRecipe { Frames = 4 } };

        var complaints = RecipeRules.Check(
            recipe with { Views = recipe.Views with { Cut = [new ViewRecipe { Role = ViewRole.Global, Count = 2, Frames = [8, 4], Size = 24 }] } });

        Assert.Equal(["evaluate.frames", "views.cut.0.frames", "views.cut.0.size"], complaints.Select(complaint => complaint.Key).Order());
    }

    [Fact]
    public void Blocks_of_a_convolutional_backbone_are_counted()
    {
        var recipe = new Recipe
        {
            Model = new ModelRecipe { Backbone = Backbone.S3d, Conv = new ConvRecipe { Blocks = [1, 0] } },
            Views = Svt.Views with { Cut = [.. new ViewsRecipe().Cut.Select(view => view with { Frames = [8] })] }
        };

        Assert.Equal(["model.conv.blocks", "model.conv.blocks"], RecipeRules.Check(recipe).Select(complaint => complaint.Key));
    }
}
