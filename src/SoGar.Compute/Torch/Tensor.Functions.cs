namespace SoGar.Compute.Torch;

/// <content>Functions of each element, and comparisons.</content>
public sealed partial class Tensor
{
    /// <summary>Absolute value.</summary>
    public Tensor Abs() => Aten.Abs.Call(this);

    /// <summary>-1, 0 or 1.</summary>
    public Tensor Sign() => Aten.Sign.Call(this);

    /// <summary>e to this.</summary>
    public Tensor Exp() => Aten.Exp.Call(this);

    /// <summary>Natural logarithm.</summary>
    public Tensor Log() => Aten.Log.Call(this);

    /// <summary>Natural logarithm of 1 plus this.</summary>
    public Tensor Log1p() => Aten.Log1p.Call(this);

    /// <summary>Square root.</summary>
    public Tensor Sqrt() => Aten.Sqrt.Call(this);

    /// <summary>1 over the square root.</summary>
    public Tensor Rsqrt() => Aten.Rsqrt.Call(this);

    /// <summary>Square.</summary>
    public Tensor Square() => Aten.Square.Call(this);

    /// <summary>1 over this.</summary>
    public Tensor Reciprocal() => Aten.Reciprocal.Call(this);

    /// <summary>This to a power.</summary>
    /// <param name="exponent">The power.</param>
    public Tensor Pow(double exponent) => Aten.Pow.Call(this, exponent);

    /// <summary>Sine of radians.</summary>
    public Tensor Sin() => Aten.Sin.Call(this);

    /// <summary>Cosine of radians.</summary>
    public Tensor Cos() => Aten.Cos.Call(this);

    /// <summary>Hyperbolic tangent.</summary>
    public Tensor Tanh() => Aten.Tanh.Call(this);

    /// <summary>1 / (1 + exp(-x)).</summary>
    public Tensor Sigmoid() => Aten.Sigmoid.Call(this);

    /// <summary>Error function.</summary>
    public Tensor Erf() => Aten.Erf.Call(this);

    /// <summary>Nearest integer, halves to the even one.</summary>
    public Tensor Round() => Aten.Round.Call(this);

    /// <summary>Largest integer that is not above.</summary>
    public Tensor Floor() => Aten.Floor.Call(this);

    /// <summary>max(x, 0).</summary>
    public Tensor Relu() => Aten.Relu.Call(this);

    /// <summary>max(x, 0), written to this tensor, which no other operation's gradient may need.</summary>
    public Tensor ReluInPlace() => InPlace(Aten.ReluInPlace);

    /// <summary>x times the normal distribution function of x, by way of erf (not the tanh approximation).</summary>
    public Tensor Gelu() => Aten.Gelu.Call(this);

    /// <summary>Every element, held between two bounds.</summary>
    /// <param name="min">The lower bound; null for none.</param>
    /// <param name="max">The upper bound; null for none.</param>
    public Tensor Clamp(double? min, double? max) =>
        Aten.Clamp.Call(this, min is { } low ? low : Argument.None, max is { } high ? high : Argument.None);

    /// <summary>Every element, or <paramref name="min"/> where it is less.</summary>
    /// <param name="min">The lower bound.</param>
    public Tensor ClampMin(double min) => Aten.ClampMin.Call(this, min);

    /// <summary>Every element, or <paramref name="max"/> where it is more.</summary>
    /// <param name="max">The upper bound.</param>
    public Tensor ClampMax(double max) => Aten.ClampMax.Call(this, max);

    /// <summary>The larger of two, element by element.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Maximum(Tensor other) => Aten.Maximum.Call(this, other);

    /// <summary>The smaller of two, element by element.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Minimum(Tensor other) => Aten.Minimum.Call(this, other);

    /// <summary>Where this equals <paramref name="other"/>; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Eq(Tensor other) => Aten.Eq.Call(this, other);

    /// <summary>Where this equals a number; bool.</summary>
    /// <param name="value">The number.</param>
    public Tensor Eq(double value) => Aten.EqScalar.Call(this, value);

    /// <summary>Where this differs from <paramref name="other"/>; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Ne(Tensor other) => Aten.Ne.Call(this, other);

    /// <summary>Where this differs from a number; bool.</summary>
    /// <param name="value">The number.</param>
    public Tensor Ne(double value) => Aten.NeScalar.Call(this, value);

    /// <summary>Where this is greater than <paramref name="other"/>; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Gt(Tensor other) => Aten.Gt.Call(this, other);

    /// <summary>Where this is greater than a number; bool.</summary>
    /// <param name="value">The number.</param>
    public Tensor Gt(double value) => Aten.GtScalar.Call(this, value);

    /// <summary>Where this is not less than <paramref name="other"/>; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Ge(Tensor other) => Aten.Ge.Call(this, other);

    /// <summary>Where this is not less than a number; bool.</summary>
    /// <param name="value">The number.</param>
    public Tensor Ge(double value) => Aten.GeScalar.Call(this, value);

    /// <summary>Where this is less than <paramref name="other"/>; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Lt(Tensor other) => Aten.Lt.Call(this, other);

    /// <summary>Where this is less than a number; bool.</summary>
    /// <param name="value">The number.</param>
    public Tensor Lt(double value) => Aten.LtScalar.Call(this, value);

    /// <summary>Where this is not greater than <paramref name="other"/>; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Le(Tensor other) => Aten.Le.Call(this, other);

    /// <summary>Where this is not greater than a number; bool.</summary>
    /// <param name="value">The number.</param>
    public Tensor Le(double value) => Aten.LeScalar.Call(this, value);

    /// <summary>Where this is zero or false; bool.</summary>
    public Tensor LogicalNot() => Aten.LogicalNot.Call(this);

    /// <summary>Where both are true; bool.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor LogicalAnd(Tensor other) => Aten.LogicalAnd.Call(this, other);

    /// <summary>Where this is neither infinite nor not a number; bool.</summary>
    public Tensor IsFinite() => Aten.IsFinite.Call(this);
}
