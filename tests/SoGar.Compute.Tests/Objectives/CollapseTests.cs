using SoGar.Compute.Objectives;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;

namespace SoGar.Compute.Tests.Objectives;

public sealed class CollapseTests : IDisposable
{
    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Random_unit_vectors_look_healthy()
    {
        var z = Normal(512, 256).Normalize();

        Assert.Equal(1 / Math.Sqrt(256), CollapseReadings.MeanStd(z).Item<double>(), 1e-3);
        Assert.Equal(0, CollapseReadings.MeanCosine(z).Item<double>(), 1e-2);
        Assert.InRange(AntiCollapse.VarianceHinge(z.Unsqueeze(0)).Item<double>(), 0, 0.05);
        // methods.md, B.3: 0.79 at a temperature of 0.04.
        Assert.Equal(0.79, CollapseReadings.Entropy(Targets.Softmax(z, Tensor.Zeros([256]), 0.04)).Item<double>(), 0.01);
    }

    [Fact]
    public void Equal_embeddings_show_in_every_reading_and_have_finite_gradients()
    {
        var z = Normal(1, 256).Normalize().Repeat(8, 1).Unsqueeze(0).Contiguous().Detach();
        z.RequiresGrad = true;

        Assert.Equal(0, CollapseReadings.MeanStd(z.Select(0, 0)).Item<double>(), 1e-6);
        Assert.Equal(1, CollapseReadings.MeanCosine(z.Select(0, 0)).Item<double>(), 1e-5);
        var terms = AntiCollapse.VarianceHinge(z) + AntiCollapse.Koleo(z);
        Assert.Equal(1, AntiCollapse.VarianceHinge(z).Item<double>(), 1e-3);
        terms.Backward();
        Assert.True(z.Grad!.IsFinite().All().IsTrue());
    }

    [Fact]
    public void The_entropy_of_one_hot_and_uniform_targets_is_zero_and_one()
    {
        Assert.Equal(0, CollapseReadings.Entropy(Tensor.Eye(4)).Item<double>(), 1e-6);
        Assert.Equal(1, CollapseReadings.Entropy(Tensor.Full([3, 4], 0.25)).Item<double>(), 1e-6);
    }

    [Fact]
    public void The_mean_cosine_is_that_of_all_pairs()
    {
        var z = Normal(5, 7).Normalize();
        var cosines = z.MatMul(z.Transpose(0, 1)).ToArray<float>();
        var pairs = from i in Enumerable.Range(0, 5) from j in Enumerable.Range(0, 5) where i != j select cosines[5 * i + j];

        Assert.Equal(pairs.Average(), CollapseReadings.MeanCosine(z).Item<double>(), 1e-5);
    }

    [Fact]
    public void Koleo_looks_at_the_nearest_other_embedding()
    {
        var z = Tensor.From(new float[] { 1, 0, 0, 0, 1, 0, 0.6f, 0.8f, 0 }, 1, 3, 3);

        // Distances to the nearest: sqrt(0.8), sqrt(0.4), sqrt(0.4).
        Assert.Equal(-0.5 * (Math.Log(0.8) + 2 * Math.Log(0.4)) / 3, AntiCollapse.Koleo(z).Item<double>(), 1e-5);
    }

    private static Tensor Normal(int rows, int columns)
    {
        var random = KeyedRandom.For(3, Purpose.Test);
        var tensor = Tensor.Empty([rows, columns]);
        foreach (ref var value in tensor.AsSpan<float>()) value = (float)random.Normal();
        return tensor;
    }
}
