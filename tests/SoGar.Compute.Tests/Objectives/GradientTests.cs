using SoGar.Compute.Objectives;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Objectives;

/// <summary>Every objective's gradient against central differences in float64.</summary>
public sealed class GradientTests
{
    public static TheoryData<string> Objectives => [.. Functions.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Functions = new()
    {
        ["softmax"] = Collaborative(new LossRecipe()),
        ["literal"] = Collaborative(new LossRecipe { Target = LossTarget.Literal }),
        ["literal raw"] = Collaborative(new LossRecipe { Target = LossTarget.Literal, LiteralRaw = true }),
        ["cosine"] = Collaborative(new LossRecipe { Target = LossTarget.Cosine }),
        ["dino"] = predicted => DinoLoss.Of(Targets.Softmax(Det.Float64(20, 2, 3, 5), Det.Float64(21, 5) * 0.1, 0.5), predicted / 0.1),
        ["variance hinge"] = predicted => AntiCollapse.VarianceHinge(predicted.Normalize()),
        ["koleo"] = predicted => AntiCollapse.Koleo(predicted.Normalize()),
    };

    [Theory, MemberData(nameof(Objectives))]
    public void The_gradient_equals_central_differences(string objective)
    {
        using var scope = TensorScope.Open();
        var function = Functions[objective];
        var predicted = Det.Float64(2, 3, 3, 5);
        predicted.RequiresGrad = true;
        function(predicted).Backward();
        var gradient = predicted.Grad!.ToArray<double>();
        Assert.Contains(gradient, value => Math.Abs(value) > 1e-3);

        using var still = Grad.Disabled();
        var values = predicted.AsSpan<double>();
        for (var i = 0; i < values.Length; i++)
        {
            var kept = values[i];
            values[i] = kept + 1e-5;
            var above = function(predicted).Item<double>();
            values[i] = kept - 1e-5;
            var below = function(predicted).Item<double>();
            values[i] = kept;
            // Truncation is of order 1e-10 times the third derivative, which temperatures of 0.1 make large.
            Assert.Equal((above - below) / 2e-5, gradient[i], 1e-6);
        }
    }

    [Fact]
    public void No_gradient_reaches_the_teachers_embedding()
    {
        using var scope = TensorScope.Open();
        foreach (var target in Enum.GetValues<LossTarget>())
        {
            var teacher = Det.Float64(1, 3, 5);
            teacher.RequiresGrad = true;
            var loss = new CollaborativeLoss(new LossRecipe { Target = target });

            Assert.False(loss.TargetOf(teacher, Det.Float64(3, 5), 0.04).RequiresGrad);
        }
    }

    private static Func<Tensor, Tensor> Collaborative(LossRecipe recipe)
    {
        var loss = new CollaborativeLoss(recipe);
        return predicted => loss.Of(loss.TargetOf(Det.Float64(1, 3, 5).Normalize(), Det.Float64(4, 5) * 0.1, 0.04), predicted);
    }
}
