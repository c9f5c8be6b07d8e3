using SoGar.Compute.Objectives;
using SoGar.Compute.Optim;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Objectives;

/// <summary>The vectors of methods.md, G.1, in float64 to the printed digits.</summary>
public sealed class SogarVectorsTests : IDisposable
{
    private const double Printed = 5e-7;
    private static readonly LossRecipe Default = new() { StudentTemperature = 0.1, TeacherTemperature = 0.04 };
    private readonly TensorScope _scope = TensorScope.Open();
    private readonly Tensor _z = Det.Float64(1, 2, 4).Normalize();
    private readonly Tensor _p = Det.Float64(2, 1, 2, 4);
    private readonly Tensor _centre = Tensor.From(new[] { 0.1, -0.05, 0, 0.02 });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void The_literal_form_with_raw_logits_is_unbounded_below()
    {
        var raw = Default with { Target = LossTarget.Literal, LiteralRaw = true };

        Assert.Equal(-0.487928, Loss(raw, _p), Printed);
        Assert.Equal(-4.779004, Loss(raw, 10 * _p), Printed);
        Assert.Equal(-3.429245, Loss(raw, (20 * _z).Unsqueeze(0)), Printed);
        Assert.Equal(6.896214, Loss(raw, (-20 * _z).Unsqueeze(0)), Printed);
        Assert.Equal(2.208201, Loss(raw, _p, row: 0), Printed);
        Assert.Equal(-3.184057, Loss(raw, _p, row: 1), Printed);
    }

    [Fact]
    public void The_literal_form_is_bounded_where_logits_are_normalised()
    {
        var literal = Default with { Target = LossTarget.Literal };

        Assert.Equal(Loss(literal, _p), Loss(literal, 1000 * _p), 1e-9);
    }

    [Fact]
    public void The_teachers_target_is_centred_and_sharpened()
    {
        var target = Targets.Softmax(_z, _centre, 0.04).ToArray<double>();

        double[] expected = [0.001810, 0.996889, 0.001301, 0.000000, 0.002556, 0.000245, 0.000337, 0.996862];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], target[i], Printed);
    }

    [Fact]
    public void The_softmax_form_equals_the_printed_values_raw_and_by_default()
    {
        Assert.Equal(2.437174, Targets.CrossEntropy(Targets.Softmax(_z, _centre, 0.04), _p / 0.1).Item<double>(), Printed);
        Assert.Equal(1.858051, Loss(Default, _p), Printed);
    }

    [Fact]
    public void The_cosine_form_equals_the_printed_value() => Assert.Equal(0.923106, Loss(Default with { Target = LossTarget.Cosine }, _p), Printed);

    [Fact]
    public void Several_views_are_averaged()
    {
        var views = F.Stack([.. Enumerable.Range(0, 3).Select(i => Det.Float64(3 + i, 2, 4))]);

        Assert.Equal(0.041830, Loss(Default with { Target = LossTarget.Literal, LiteralRaw = true }, views), Printed);
        Assert.Equal(7.928490, Targets.CrossEntropy(Targets.Softmax(_z, _centre, 0.04), views / 0.1).Item<double>(), Printed);
        Assert.Equal(5.752384, Loss(Default, views), Printed);
    }

    [Fact]
    public void The_centre_follows_the_mean_of_the_batch()
    {
        var mean = F.Cat([_z, Det.Float64(9, 2, 4).Normalize()]).Mean(0).ToArray<double>();
        var centre = new[] { 0.1f, -0.05f, 0, 0.02f };

        MovingAverage.Follow(centre, Array.ConvertAll(mean, value => (float)value), 0.1);

        double[] expected = [0.088598, -0.050530, -0.007056, 0.012735];
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], centre[i], Printed);
    }

    [Fact]
    public void Dino_pairs_every_student_view_with_every_teacher_view_but_itself()
    {
        var target = Targets.Softmax(Det.Float64(20, 2, 2, 6), Tensor.Zeros([6], DType.Float64), 0.04);

        Assert.Equal(10.749719, DinoLoss.Of(target, Det.Float64(21, 4, 2, 6) / 0.1).Item<double>(), Printed);
    }

    [Fact]
    public void Without_predictor_with_equal_temperatures_and_no_centre_the_loss_is_the_targets_entropy()
    {
        var zero = Tensor.Zeros([4], DType.Float64);
        var loss = new CollaborativeLoss(Default with { StudentTemperature = 0.1 });
        var target = loss.TargetOf(_z, zero, 0.1);

        Assert.Equal(CollapseReadings.Entropy(target).Item<double>() * Math.Log(4), loss.Of(target, _z.Unsqueeze(0)).Item<double>(), 1e-12);
    }

    [Theory]
    [InlineData(LossTarget.Softmax)]
    [InlineData(LossTarget.Literal)]
    [InlineData(LossTarget.Cosine)]
    public void Permuting_the_batch_changes_nothing(LossTarget target)
    {
        var loss = new CollaborativeLoss(Default with { Target = target });
        var swap = Tensor.From(new long[] { 1, 0 });

        var swapped = loss.Of(loss.TargetOf(_z.IndexSelect(0, swap), _centre, 0.04), _p.IndexSelect(1, swap));

        Assert.Equal(loss.Of(loss.TargetOf(_z, _centre, 0.04), _p).Item<double>(), swapped.Item<double>(), 1e-12);
    }

    private double Loss(LossRecipe recipe, Tensor predicted, int? row = null)
    {
        var loss = new CollaborativeLoss(recipe);
        var target = loss.TargetOf(_z, _centre, recipe.TeacherTemperature);
        return row is { } one
            ? loss.Of(target.Narrow(0, one, 1), predicted.Narrow(1, one, 1)).Item<double>()
            : loss.Of(target, predicted).Item<double>();
    }
}
