using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class PrincipalComponentsTests
{
    [Fact]
    public void Two_directions_hold_all_of_a_plane_and_the_wider_comes_first()
    {
        // Points of a plane in four dimensions: 3 s along (1,1,0,0)/sqrt 2 and t along (0,0,0,1).
        var points = from s in Enumerable.Range(-5, 11) from t in Enumerable.Range(-5, 11) select (S: 3.0 * s, T: (double)t);
        var values = points.SelectMany(point => new[] { (float)(point.S / Math.Sqrt(2) + 7), (float)(point.S / Math.Sqrt(2)), 2f, (float)point.T }).ToArray();

        var components = PrincipalComponents.Of(new FeatureSet(values, 4, [.. Enumerable.Repeat(0, 121)], 1));

        Assert.Equal(0.9, components.Explained.X, 4);
        Assert.Equal(0.1, components.Explained.Y, 4);
        Assert.Equal(
            points.Select(point => Math.Abs(point.S)), components.Places.Select(place => Math.Abs(place.X)), (one, other) => Math.Abs(one - other) < 1e-3);
    }

    [Fact]
    public void Clips_that_are_all_alike_lie_in_one_place() =>
        Assert.All(PrincipalComponents.Of(new FeatureSet([1, 2, 1, 2], 2, [0, 0], 1)).Places, place => Assert.Equal((0.0, 0.0), place));
}
