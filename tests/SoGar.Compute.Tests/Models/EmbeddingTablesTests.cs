using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

/// <summary>The vectors of methods.md, G.3, to the printed digits.</summary>
public sealed class EmbeddingTablesTests : IDisposable
{
    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Two_by_two_becomes_three_by_four()
    {
        AssertSpace([1, 2, 3, 4], 3, 4, Interpolation.Nearest, [1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4]);
        AssertSpace([1, 2, 3, 4], 3, 4, Interpolation.Smooth,
            [0.720920, 1.052951, 1.599826, 1.931858, 1.894531, 2.226562, 2.773438, 3.105469, 3.068142, 3.400174, 3.947049, 4.279080]);
    }

    [Fact]
    public void Four_by_four_becomes_two_by_three()
    {
        double[] table = [.. Enumerable.Range(0, 16)];

        AssertSpace(table, 2, 3, Interpolation.Nearest, [0, 1, 2, 8, 9, 10]);
        AssertSpace(table, 2, 3, Interpolation.Smooth, [1.751157, 3.125, 4.498843, 10.501157, 11.875, 13.248843]);
    }

    [Theory]
    [InlineData(2, Interpolation.Nearest, new[] { 1.0, 3 })]
    [InlineData(3, Interpolation.Nearest, new[] { 1.0, 2, 3 })]
    [InlineData(6, Interpolation.Nearest, new[] { 1.0, 1, 2, 3, 3, 4 })]
    [InlineData(8, Interpolation.Nearest, new[] { 1.0, 1, 2, 2, 3, 3, 4, 4 })]
    [InlineData(2, Interpolation.Smooth, new[] { 1.5, 3.5 })]
    [InlineData(3, Interpolation.Smooth, new[] { 1.166667, 2.5, 3.833333 })]
    [InlineData(6, Interpolation.Smooth, new[] { 1, 1.5, 2.166667, 2.833333, 3.5, 4 })]
    public void Four_times_become_others(int frames, Interpolation rule, double[] expected) =>
        AssertNear(expected, EmbeddingTables.Time(Tensor.From(new double[] { 1, 2, 3, 4 }, 1, 4, 1), frames, rule));

    [Fact]
    public void Fourteen_columns_become_six_as_in_the_released_code()
    {
        var table = Tensor.From(Enumerable.Range(0, 196).Select(i => (double)(i % 14)).ToArray(), 1, 196, 1);

        AssertNear([0, 2, 4, 7, 9, 11], EmbeddingTables.Space(table, 6, 6, Interpolation.Nearest).Narrow(1, 0, 6));
    }

    [Fact]
    public void A_grid_of_as_many_patches_but_another_shape_is_resized()
    {
        var table = Tensor.From(Enumerable.Range(0, 196).Select(i => (double)i).ToArray(), 1, 196, 1);

        Assert.False(EmbeddingTables.Space(table, 7, 28, Interpolation.Nearest).ValuesEqual(table));
        Assert.Same(table, EmbeddingTables.Space(table, 14, 14, Interpolation.Nearest));
    }

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Smooth)]
    public void Gradients_reach_the_stored_tables_and_add_up(Interpolation rule)
    {
        var space = Tensor.Ones([1, 4, 2]);
        var time = Tensor.Ones([1, 4, 2]);
        space.RequiresGrad = time.RequiresGrad = true;

        (EmbeddingTables.Space(space, 3, 3, rule).Sum() + EmbeddingTables.Time(time, 6, rule).Sum()).Backward();

        Assert.Equal(18, space.Grad!.Sum().Item<double>(), 1e-4);
        Assert.Equal(12, time.Grad!.Sum().Item<double>(), 1e-4);
    }

    private static void AssertSpace(double[] table, int rows, int columns, Interpolation rule, double[] expected) =>
        AssertNear(expected, EmbeddingTables.Space(Tensor.From(table, 1, table.Length, 1), rows, columns, rule));

    private static void AssertNear(double[] expected, Tensor actual)
    {
        var found = actual.ToArray<double>();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], found[i], 1e-6);
    }
}
