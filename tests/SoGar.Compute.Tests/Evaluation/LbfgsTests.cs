using SoGar.Compute.Evaluation;

namespace SoGar.Compute.Tests.Evaluation;

public sealed class LbfgsTests
{
    [Fact]
    public void The_bent_valley_of_rosenbrock_is_followed_to_its_end()
    {
        static double Rosenbrock(double[] x, double[] gradient)
        {
            var (bend, rest) = (x[1] - x[0] * x[0], 1 - x[0]);
            gradient[0] = -400 * x[0] * bend - 2 * rest;
            gradient[1] = 200 * bend;
            return 100 * bend * bend + rest * rest;
        }

        var found = new Lbfgs(Rosenbrock).Minimise([-1.2, 1], iterations: 100);

        Assert.Equal(1, found[0], 6);
        Assert.Equal(1, found[1], 6);
    }

    [Fact]
    public void A_start_at_the_minimum_stays_there()
    {
        static double Bowl(double[] x, double[] gradient)
        {
            gradient[0] = 2 * x[0];
            return x[0] * x[0];
        }

        Assert.Equal([0.0], new Lbfgs(Bowl).Minimise([0], iterations: 10));
    }

    [Fact]
    public void A_value_that_is_no_number_ends_the_search_where_it_was()
    {
        static double Broken(double[] x, double[] gradient)
        {
            gradient[0] = 1;
            return x[0] == 3 ? 1 : double.NaN;
        }

        Assert.Equal([3.0], new Lbfgs(Broken).Minimise([3], iterations: 10));
    }
}
