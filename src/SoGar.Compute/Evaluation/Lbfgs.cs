namespace SoGar.Compute.Evaluation;

/// <summary>
/// Minimises a smooth function by L-BFGS (Nocedal and Wright, algorithms 7.4 and 7.5) with a bisection for the weak Wolfe conditions
/// (Lewis and Overton 2013), which keep every curvature pair positive.
/// </summary>
internal sealed class Lbfgs
{
    private const int History = 10;
    private const int LineSearchTurns = 40;
    private const double SufficientDecrease = 1e-4;
    private const double Curvature = 0.9;

    private readonly Func<double[], double[], double> _function;
    private readonly LinkedList<(double[] Move, double[] Bend, double Inverse)> _pairs = new();

    /// <param name="function">Value at the first array; writes the gradient to the second.</param>
    public Lbfgs(Func<double[], double[], double> function) => _function = function;

    /// <summary>Goes on from <paramref name="start"/> until no component of the gradient exceeds <paramref name="tolerance"/>, the line search finds
    /// nothing lower, or <paramref name="iterations"/> are spent.</summary>
    public double[] Minimise(double[] start, int iterations, double tolerance = 1e-7)
    {
        var at = start.ToArray();
        var gradient = new double[at.Length];
        var value = _function(at, gradient);
        for (var iteration = 0; iteration < iterations && gradient.Max(Math.Abs) > tolerance; iteration++)
        {
            var direction = Direction(gradient);
            var first = _pairs.Count == 0 ? Math.Min(1, 1 / gradient.Sum(Math.Abs)) : 1;
            if (Search(at, value, gradient, direction, first) is not { } next) break;
            Remember(at, gradient, next);
            (at, gradient, value) = next;
        }

        return at;
    }

    private double[] Direction(double[] gradient)
    {
        var direction = gradient.ToArray();
        var shares = new Stack<double>();
        for (var pair = _pairs.Last; pair is not null; pair = pair.Previous)
        {
            var share = pair.Value.Inverse * Dense.Dot(pair.Value.Move, direction);
            shares.Push(share);
            Dense.AddScaled(direction, -share, pair.Value.Bend);
        }

        var newest = _pairs.Last?.Value;
        var scale = newest is { } known ? 1 / (known.Inverse * Dense.Dot(known.Bend, known.Bend)) : 1;
        foreach (ref var component in direction.AsSpan()) component *= -scale;
        foreach (var (move, bend, inverse) in _pairs)
            Dense.AddScaled(direction, -shares.Pop() - inverse * Dense.Dot(bend, direction), move);
        return direction;
    }

    private (double[] At, double[] Gradient, double Value)? Search(double[] at, double value, double[] gradient, double[] direction, double step)
    {
        var slope = Dense.Dot(gradient, direction);
        var (low, high) = (0.0, double.PositiveInfinity);
        for (var turn = 0; turn < LineSearchTurns; turn++)
        {
            var next = at.ToArray();
            Dense.AddScaled(next, step, direction);
            var nextGradient = new double[at.Length];
            var nextValue = _function(next, nextGradient);
            if (!(nextValue <= value + SufficientDecrease * step * slope)) high = step;
            else if (Dense.Dot(nextGradient, direction) < Curvature * slope) low = step;
            else return (next, nextGradient, nextValue);
            step = double.IsPositiveInfinity(high) ? 2 * step : (low + high) / 2;
        }

        return null;
    }

    private void Remember(double[] at, double[] gradient, (double[] At, double[] Gradient, double Value) next)
    {
        var move = next.At.Zip(at, (to, from) => to - from).ToArray();
        var bend = next.Gradient.Zip(gradient, (to, from) => to - from).ToArray();
        _pairs.AddLast((move, bend, 1 / Dense.Dot(move, bend)));
        if (_pairs.Count > History) _pairs.RemoveFirst();
    }
}
