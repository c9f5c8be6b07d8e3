using SoGar.Compute.Objectives.Concepts;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Objectives;

/// <summary>The vectors of methods.md, G.4, in float64 to the printed digits.</summary>
public sealed class ConceptVectorsTests : IDisposable
{
    private const double Printed = 5.1e-7;
    private static readonly ConceptsRecipe Four = new() { LocalTop = 4 };
    private readonly TensorScope _scope = TensorScope.Open();
    private readonly Tensor _qs;
    private readonly Tensor _qd;
    private readonly Tensor _qv;

    public ConceptVectorsTests()
    {
        var (ps, pd) = (Det.Float64(30, 5, 4), Det.Float64(33, 5, 4));
        _qs = ConceptCodes.Of(ps, Det.Float64(31, 3, 4));
        _qd = ConceptCodes.Of(pd, Det.Float64(34, 3, 4));
        _qv = ConceptCodes.Of(F.Cat([ps, pd]), Det.Float64(32, 3, 4));
    }

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Codes_are_cosines()
    {
        Equal([0.445311, -0.100520, -0.228373, 0.513381, -0.744326], _qs.Select(0, 0));
        Equal([-0.450460, 0.736656, -0.916487, 0.994713, -0.980554], VideoStatic.Select(0, 0));
    }

    [Fact]
    public void Sinkhorn_balances_the_targets()
    {
        Equal(
            [.000213, .000065, .000002, .999720, .000000, .000000, .499988, .000002, .000000, .500010, .499943, .000000, .500047, .000000, .000010],
            Balanced(_qs));
        Equal(
            [.000000, .520968, .000000, .479031, .000000, .039629, .000000, .480185, .000000, .480185, .918805, .000302, .000000, .080893, .000000],
            Balanced(VideoStatic));
    }

    [Fact]
    public void Rows_of_a_queue_balance_without_being_returned()
    {
        var alone = Balanced(_qs).ToArray<double>();
        var queued = SinkhornTargets.Of(_qs, 0.05, 3, Det.Float64(36, 6, 5));

        Assert.Equal([3, 5], queued.Shape.ToArray());
        Assert.All(queued.Sum(1).ToArray<double>(), sum => Assert.Equal(1, sum, 1e-12));
        Assert.Contains(queued.ToArray<double>().Zip(alone), pair => Math.Abs(pair.First - pair.Second) > 0.01);
    }

    [Fact]
    public void Views_supervise_each_other()
    {
        var (fixedLoss, moving) = (Align(_qs, VideoStatic), Align(_qd, _qv.Narrow(1, 5, 5)));

        Assert.Equal(8.528809, fixedLoss, Printed);
        Assert.Equal(18.710995, moving, Printed);
        Assert.Equal(27.239804, fixedLoss + moving, 2 * Printed);
    }

    [Fact]
    public void The_released_alignment_of_two_views_is_half_of_both_directions() =>
        Assert.Equal(8.528809 / 2, ConceptCodes.AlignAll([(Balanced(_qs), _qs), (Balanced(VideoStatic), VideoStatic)], 0.1).Item<double>(), Printed);

    [Fact]
    public void Codes_are_kept_few_and_faithful()
    {
        var decoded = F.Linear(_qs, 0.5 * Det.Float64(35, 4, 5));
        var feature = Det.Float64(31, 3, 4);

        Assert.Equal(11.229168, (CodeRegularisers.L1(_qs) + CodeRegularisers.L1(_qd) + CodeRegularisers.L1(_qv)).Item<double>(), Printed);
        Assert.Equal(-0.476104, CodeRegularisers.NegativeEntropy(_qs, 0.1).Item<double>(), Printed);
        Assert.Equal(1.679881, CodeRegularisers.Fidelity(FidelityForm.L2, decoded, feature).Item<double>(), Printed);
        Assert.Equal(-0.292027, CodeRegularisers.Fidelity(FidelityForm.Cosine, decoded, feature).Item<double>(), Printed);
    }

    [Fact]
    public void Concepts_gather_features_by_attention()
    {
        var (query, tokens) = (Det.Float64(44, 3, 4), Det.Float64(45, 1, 5, 4));

        Equal(
            [0.178945, 0.572416, 0.696670, 0.493270, -0.092084, -0.390689, -0.505547, -0.382638, 0.019454, 0.360353, 0.531773, 0.453091],
            ConceptAttention.Plain(query, tokens, tokens, 0.5));
        Equal(
            [0.217964, 0.545384, 0.616301, 0.397362, -0.124494, -0.468806, -0.592631, -0.437733, 0.027210, 0.274384, 0.392511, 0.326033],
            ConceptAttention.Slot(query, tokens, tokens, 0.5));
    }

    [Fact]
    public void Local_contrast_equals_the_printed_sums()
    {
        var (forward, backward) = (Local(Four).Sums(Fixed, Video, Valid), Local(Four).Sums(Video, Fixed, Valid));

        Assert.Equal([0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1], Valid.ToArray<double>());
        Assert.Equal(6.620263, forward.Attracting.Item<double>(), Printed);
        Assert.Equal(0.883137, forward.Repelling.Item<double>(), Printed);
        Assert.Equal(6.620263, backward.Attracting.Item<double>(), Printed);
        Assert.Equal(0.454514, backward.Repelling.Item<double>(), Printed);
    }

    [Fact]
    public void Local_contrast_is_normalised_in_three_ways()
    {
        Assert.Equal(3.751700, Local(Four with { LocalNorm = LocalNorm.Seed }).Directed(Fixed, Video, Valid).Item<double>(), Printed);
        Assert.Equal(0.937925, Local(Four).Directed(Fixed, Video, Valid).Item<double>(), Printed);
        Assert.Equal(0.971879, Local(Four with { LocalNorm = LocalNorm.Pooled }).Of(Fixed, Video, Valid).Item<double>(), Printed);
    }

    [Theory]
    [InlineData(LocalNorm.Official)]
    [InlineData(LocalNorm.Pooled)]
    [InlineData(LocalNorm.Seed)]
    public void An_invalid_concept_gets_no_gradient_at_all(LocalNorm norm)
    {
        var (x, y) = (Det.Float64(40, 2, 6, 4), Det.Float64(41, 2, 6, 4));
        x.RequiresGrad = y.RequiresGrad = true;

        new LocalContrast(Four with { LocalNorm = norm }).Of(x, y, Valid).Backward();

        foreach (var (gradient, slot) in new[] { x, y }.SelectMany(leaf => leaf.Grad!.ToArray<double>().Chunk(4).Select((part, slot) => (part, slot))))
        {
            if (Valid.ToArray<double>()[slot] == 0) Assert.All(gradient, value => Assert.Equal(0, value));
            else Assert.Contains(gradient, value => Math.Abs(value) > 1e-4);
        }
    }

    [Fact]
    public void Permuting_the_batch_changes_nothing()
    {
        var swap = Tensor.From(new long[] { 1, 0 });
        var order = Tensor.From(new long[] { 2, 0, 1 });

        Assert.Equal(
            Local(Four).Of(Fixed, Video, Valid).Item<double>(),
            Local(Four).Of(Fixed.IndexSelect(0, swap), Video.IndexSelect(0, swap), Valid.IndexSelect(0, swap)).Item<double>(), 1e-12);
        Assert.Equal(Align(_qs, VideoStatic), Align(_qs.IndexSelect(0, order), VideoStatic.IndexSelect(0, order)), 1e-9);
    }

    private Tensor VideoStatic => _qv.Narrow(1, 0, 5);

    private static Tensor Fixed => Det.Float64(40, 2, 6, 4).Normalize();

    private static Tensor Video => Det.Float64(41, 2, 6, 4).Normalize();

    private static Tensor Valid => Local(Four).Valid(Det.Float64(42, 2, 6), Det.Float64(43, 2, 6));

    // The printed values have nothing under the root.
    private static LocalContrast Local(ConceptsRecipe recipe) => new(recipe, epsilon: 0);

    private static Tensor Balanced(Tensor codes) => SinkhornTargets.Of(codes, 0.05, 3);

    private static double Align(Tensor a, Tensor b) => ConceptCodes.Align(Balanced(a), a, Balanced(b), b, 0.1).Item<double>();

    private static void Equal(double[] printed, Tensor found) =>
        Assert.All(printed.Zip(found.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Printed));
}
