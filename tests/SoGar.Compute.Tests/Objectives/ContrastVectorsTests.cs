using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Objectives.Hierarchy;
using SoGar.Compute.Regions;
using SoGar.Compute.Tests.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Objectives;

/// <summary>The vectors of methods.md, G.5 to G.7, in float64 to the printed digits.</summary>
public sealed class ContrastVectorsTests : IDisposable
{
    private const double Printed = 5.1e-7;
    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Both_views_of_all_clips_are_candidates()
    {
        Assert.Equal(1.990109, InfoNce.AmongBothViews(A, B, 0.1).Item<double>(), Printed);
        Assert.Equal(2.296146, InfoNce.AmongBothViews(B, A, 0.1).Item<double>(), Printed);
        Assert.Equal(4.286255, InfoNce.Symmetric(A, B, 0.1).Item<double>(), Printed);
    }

    [Fact]
    public void A_queue_gives_the_negatives() =>
        Assert.Equal(4.329065, InfoNce.AgainstQueue(A, B, Det.Float64(52, 7, 4).Normalize(), 0.07).Mean().Item<double>(), Printed);

    [Fact]
    public void A_query_has_its_own_negatives_beside_the_queue()
    {
        var queue = Det.Float64(52, 7, 4).Normalize();
        var own = Det.Float64(53, 3, 1, 4).Normalize();

        var alone = InfoNce.AgainstQueue(A, B, queue, 0.07).ToArray<double>();
        var beside = InfoNce.AgainstQueue(A, B, queue, 0.07, own).ToArray<double>();

        var cosine = (A * own.Squeeze(1)).Sum(-1).ToArray<double>();
        var positive = (A * B).Sum(-1).ToArray<double>();
        for (var i = 0; i < 3; i++) Assert.Equal(Math.Log(Math.Exp(alone[i]) + Math.Exp((cosine[i] - positive[i]) / 0.07)), beside[i], 1e-9);
    }

    [Fact]
    public void In_the_batch_form_the_other_keys_are_the_queue()
    {
        var batch = InfoNce.AgainstBatch(A, B, 0.2).ToArray<double>();

        for (var i = 0; i < 3; i++)
        {
            var others = F.Cat([B.Narrow(0, 0, i), B.Narrow(0, i + 1, 2 - i)]);
            Assert.Equal(InfoNce.AgainstQueue(A.Narrow(0, i, 1), B.Narrow(0, i, 1), others, 0.2).Item<double>(), batch[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.5)]
    public void Random_embeddings_lose_about_the_logarithm_of_the_candidates(double temperature)
    {
        var (a, b, queue) = (Normal(1, 64), Normal(2, 64), Normal(3, 256));

        Assert.Equal(Math.Log(127), InfoNce.AmongBothViews(a, b, temperature).Item<double>(), 0.1);
        Assert.Equal(Math.Log(257), InfoNce.AgainstQueue(a, b, queue, temperature).Mean().Item<double>(), 0.1);
        Assert.Equal(Math.Log(64), InfoNce.AgainstBatch(a, b, temperature).Mean().Item<double>(), 0.1);
    }

    [Fact]
    public void Regions_are_sampled_at_the_centres_of_their_bins()
    {
        Equal(
            [0.971903, 0.723153, 0.435544, 0.138519, 1.206754, 0.958004, 0.670396, 0.373370, 1.398103, 1.149353, 0.861745, 0.564719, 1.536098, 1.287348,
                0.999740, 0.702714],
            Sampled(new RegionBox(.1, .2, .6, .55)));
        Equal(
            [0.366115, 0.145813, 0.013949, 0.003680, 0.353741, 0.133439, 0.001576, -0.008693, 0.346289, 0.125988, -0.005876, -0.016145, 0.346289, 0.125988,
                -0.005876, -0.016145],
            Sampled(new RegionBox(.7, .6, .999, .999)));
        Assert.Equal(0.873592, RegionAlign.Pool(Wave.View(1, 49, 1), [new RegionBox(.1, .2, .6, .55)], 4, 7).Item<double>(), Printed);
    }

    [Fact]
    public void Regions_find_their_nearest_in_the_other_view_and_its_rivals_in_other_clips()
    {
        var (ha, hb) = (Det.Float64(60, 2, 3, 4).Normalize(), Det.Float64(61, 2, 3, 4).Normalize());
        var (forward, backward) = (RegionLoss.Match(ha, hb), RegionLoss.Match(hb, ha));

        Assert.Equal([2, 1, 2, 2, 1, 2], forward.ToArray<long>());
        Assert.Equal([0, 1, 0, 0, 1, 0], backward.ToArray<long>());
        var there = RegionLoss.Directed(Det.Float64(62, 2, 3, 4).Normalize(), hb, forward, 0.2).Item<double>();
        var back = RegionLoss.Directed(Det.Float64(63, 2, 3, 4).Normalize(), ha, backward, 0.2).Item<double>();
        Assert.Equal(2.514612, there, Printed);
        Assert.Equal(7.566177, back, Printed);
        Assert.Equal(5.040395, (there + back) / 2, Printed);
        Assert.Equal(4.291295, InfoNce.Symmetric(A, B, 0.1).Item<double>() + 0.001 * (there + back) / 2, Printed);
    }

    [Fact]
    public void Invalid_regions_neither_count_nor_repel_nor_match()
    {
        var (ha, hb, z) = (Det.Float64(60, 2, 3, 4).Normalize(), Det.Float64(61, 2, 3, 4).Normalize(), Det.Float64(62, 2, 3, 4).Normalize());
        var all = Tensor.Ones([2, 3], DType.Float64);
        var two = Tensor.From(new double[] { 1, 1, 0, 1, 1, 0 }, 2, 3);
        var narrowed = RegionLoss.Match(ha.Narrow(1, 0, 2), hb.Narrow(1, 0, 2));

        var masked = RegionLoss.Directed(z, hb, RegionLoss.Match(ha, hb, two), 0.2, two, two).Item<double>();

        Assert.Equal(RegionLoss.Directed(z.Narrow(1, 0, 2).Contiguous(), hb.Narrow(1, 0, 2), narrowed, 0.2).Item<double>(), masked, 1e-9);
        Assert.Equal(2.514612, RegionLoss.Directed(z, hb, RegionLoss.Match(ha, hb, all), 0.2, all, all).Item<double>(), Printed);
    }

    [Fact]
    public void The_hierarchys_losses_invariances_and_weights_equal_the_printed_values()
    {
        int[] widths = [4, 6, 8];
        double[][] losses = [[3.243869, 2.645757, 10.118908], [2.313116, 2.532696, 9.444668]];
        double[][] invariances = [[0.859903, 0.747789, 0.645067], [0.880805, 0.746702, 0.664998]];
        double[][] weights = [[1.145133, 0.995831, 0.859036], [1.152633, 0.977143, 0.870225]];
        var (total, uniform) = (0.0, 0.0);
        for (var subtask = 0; subtask < 2; subtask++)
        {
            var found = Enumerable.Range(0, 3).Select(level => Level(level, subtask, widths[level])).ToArray();
            var weighed = InvarianceWeights.Of([.. found.Select(level => level.Invariance)], new HdcRecipe());
            for (var level = 0; level < 3; level++)
            {
                Assert.Equal(losses[subtask][level], found[level].Loss, Printed);
                Assert.Equal(invariances[subtask][level], found[level].Invariance, Printed);
                Assert.Equal(weights[subtask][level], weighed[level], Printed);
                total += weighed[level] * found[level].Loss / 6;
                uniform += found[level].Loss / 6;
            }
        }

        Assert.Equal(4.733642, total, Printed);
        Assert.Equal(5.049836, uniform, Printed);
    }

    [Fact]
    public void Weights_are_uniform_bounded_or_learned_where_the_recipe_says_so()
    {
        Assert.Equal([1.0, 1, 1], InvarianceWeights.Of([0.9, 0.5, 0.1], new HdcRecipe { Weights = LevelWeights.Uniform }));
        Assert.Equal([1.8, 1.1, 0.1], InvarianceWeights.Of([0.9, 0.55, 0.05], new HdcRecipe()), new Near(1e-12));
        Assert.Equal([1.5, 0.1], InvarianceWeights.Of([1, 0.0], new HdcRecipe { WeightMax = 1.5 }), new Near(1e-12));
        Assert.Equal([1.0, 1, 1], InvarianceWeights.Of([0, 0, 0.0], new HdcRecipe()));
        Assert.Equal(Math.Exp(-0.5) * 2 + 0.5, InvarianceWeights.Learned(Tensor.Scalar(2.0), Tensor.Scalar(0.5), new HdcRecipe()).Item<double>(), 1e-9);
        Assert.Equal(3 * 2 - 5, InvarianceWeights.Learned(Tensor.Scalar(2.0), Tensor.Scalar(-5.0), new HdcRecipe()).Item<double>(), 1e-9);
    }

    [Fact]
    public void The_posterior_is_the_probability_of_the_key()
    {
        var loss = InfoNce.AgainstBatch(A, B, 1);
        var probabilities = A.MatMul(B.Transpose(0, 1)).Softmax(1).Diagonal();

        Assert.Equal(probabilities.Mean().Item<double>(), InvarianceWeights.Posterior(loss).Item<double>(), 1e-12);
    }

    [Fact]
    public void Permuting_the_batch_changes_nothing()
    {
        var order = Tensor.From(new long[] { 2, 0, 1 });
        var (a, b, queue) = (A.IndexSelect(0, order), B.IndexSelect(0, order), Det.Float64(52, 7, 4).Normalize());

        Assert.Equal(InfoNce.Symmetric(A, B, 0.1).Item<double>(), InfoNce.Symmetric(a, b, 0.1).Item<double>(), 1e-12);
        Assert.Equal(InfoNce.AgainstBatch(A, B, 0.1).Mean().Item<double>(), InfoNce.AgainstBatch(a, b, 0.1).Mean().Item<double>(), 1e-12);
        Assert.Equal(InfoNce.AgainstQueue(A, B, queue, 0.1).Mean().Item<double>(), InfoNce.AgainstQueue(a, b, queue, 0.1).Mean().Item<double>(), 1e-12);
        Assert.Equal(InvarianceWeights.Invariance(A, B).Item<double>(), InvarianceWeights.Invariance(a, b).Item<double>(), 1e-12);
    }

    private static Tensor A => Det.Float64(50, 3, 4).Normalize();

    private static Tensor B => Det.Float64(51, 3, 4).Normalize();

    private static Tensor Wave =>
        Tensor.From([.. from y in Enumerable.Range(0, 7) from x in Enumerable.Range(0, 7) select Math.Sin(.3 * y) + Math.Cos(.5 * x)], 49);

    private static Tensor Sampled(RegionBox box)
    {
        var matrix = new double[16 * 49];
        RegionAlign.SampleMatrix<double>([box], 4, 7, 7, matrix);
        return Tensor.From(matrix, 16, 49).MatMul(Wave);
    }

    private static (double Loss, double Invariance) Level(int level, int subtask, int width)
    {
        var number = 2 * level + subtask;
        var query = Det.Float64(70 + number, 3, width).Normalize();
        var key = (query + 0.5 * Det.Float64(80 + number, 3, width)).Normalize();
        var loss = InfoNce.AgainstQueue(query, key, Det.Float64(90 + number, 5, width).Normalize(), 0.07).Mean();
        return (loss.Item<double>(), InvarianceWeights.Invariance(query, key).Item<double>());
    }

    private static Tensor Normal(long key, int rows)
    {
        var random = KeyedRandom.For(3, Purpose.Test, key);
        return Tensor.From([.. Enumerable.Range(0, rows * 128).Select(_ => random.Normal())], rows, 128).Normalize();
    }

    private static void Equal(double[] printed, Tensor found) =>
        Assert.All(printed.Zip(found.ToArray<double>()), pair => Assert.Equal(pair.First, pair.Second, Printed));

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}
