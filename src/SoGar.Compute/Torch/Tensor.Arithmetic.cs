namespace SoGar.Compute.Torch;

/// <content>Sums, products and their like. Shapes broadcast as in PyTorch; what ends in <c>InPlace</c> writes to this tensor and returns
/// it.</content>
public sealed partial class Tensor
{
    /// <summary>Sum of two tensors.</summary>
    public static Tensor operator +(Tensor left, Tensor right) => Aten.Add.Call(left, right);

    /// <summary>Sum of a tensor and a number.</summary>
    public static Tensor operator +(Tensor left, double right) => Aten.AddScalar.Call(left, right);

    /// <summary>Sum of a number and a tensor.</summary>
    public static Tensor operator +(double left, Tensor right) => Aten.AddScalar.Call(right, left);

    /// <summary>Difference of two tensors.</summary>
    public static Tensor operator -(Tensor left, Tensor right) => Aten.Sub.Call(left, right);

    /// <summary>Difference of a tensor and a number.</summary>
    public static Tensor operator -(Tensor left, double right) => Aten.SubScalar.Call(left, right);

    /// <summary>Difference of a number and a tensor.</summary>
    public static Tensor operator -(double left, Tensor right) => Aten.RSubScalar.Call(right, left);

    /// <summary>Product of two tensors, element by element.</summary>
    public static Tensor operator *(Tensor left, Tensor right) => Aten.Mul.Call(left, right);

    /// <summary>Product of a tensor and a number.</summary>
    public static Tensor operator *(Tensor left, double right) => Aten.MulScalar.Call(left, right);

    /// <summary>Product of a number and a tensor.</summary>
    public static Tensor operator *(double left, Tensor right) => Aten.MulScalar.Call(right, left);

    /// <summary>Quotient of two tensors, element by element.</summary>
    public static Tensor operator /(Tensor left, Tensor right) => Aten.Div.Call(left, right);

    /// <summary>Quotient of a tensor and a number.</summary>
    public static Tensor operator /(Tensor left, double right) => Aten.DivScalar.Call(left, right);

    /// <summary>Quotient of a number and a tensor.</summary>
    public static Tensor operator /(double left, Tensor right) => right.Reciprocal() * left;

    /// <summary>The tensor with its signs turned.</summary>
    public static Tensor operator -(Tensor tensor) => Aten.Neg.Call(tensor);

    /// <summary>This plus <paramref name="scale"/> times <paramref name="other"/>.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    /// <param name="scale">Factor of <paramref name="other"/>.</param>
    public Tensor Add(Tensor other, double scale = 1) => Aten.Add.Call(this, other, scale);

    /// <summary>This plus a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor Add(double value) => Aten.AddScalar.Call(this, value);

    /// <summary>This minus <paramref name="scale"/> times <paramref name="other"/>.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    /// <param name="scale">Factor of <paramref name="other"/>.</param>
    public Tensor Sub(Tensor other, double scale = 1) => Aten.Sub.Call(this, other, scale);

    /// <summary>This minus a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor Sub(double value) => Aten.SubScalar.Call(this, value);

    /// <summary>This times <paramref name="other"/>, element by element.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Mul(Tensor other) => Aten.Mul.Call(this, other);

    /// <summary>This times a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor Mul(double value) => Aten.MulScalar.Call(this, value);

    /// <summary>This divided by <paramref name="other"/>, element by element.</summary>
    /// <param name="other">Of a shape that broadcasts with this one's.</param>
    public Tensor Div(Tensor other) => Aten.Div.Call(this, other);

    /// <summary>This divided by a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor Div(double value) => Aten.DivScalar.Call(this, value);

    /// <summary>Adds <paramref name="scale"/> times <paramref name="other"/> to this.</summary>
    /// <param name="other">Of a shape that broadcasts to this one's.</param>
    /// <param name="scale">Factor of <paramref name="other"/>.</param>
    public Tensor AddInPlace(Tensor other, double scale = 1) => InPlace(Aten.AddInPlace, other, scale);

    /// <summary>Adds a number to this.</summary>
    /// <param name="value">The number.</param>
    public Tensor AddInPlace(double value) => InPlace(Aten.AddScalarInPlace, value);

    /// <summary>Subtracts <paramref name="scale"/> times <paramref name="other"/> from this.</summary>
    /// <param name="other">Of a shape that broadcasts to this one's.</param>
    /// <param name="scale">Factor of <paramref name="other"/>.</param>
    public Tensor SubInPlace(Tensor other, double scale = 1) => InPlace(Aten.SubInPlace, other, scale);

    /// <summary>Subtracts a number from this.</summary>
    /// <param name="value">The number.</param>
    public Tensor SubInPlace(double value) => InPlace(Aten.SubScalarInPlace, value);

    /// <summary>Multiplies this by <paramref name="other"/>, element by element.</summary>
    /// <param name="other">Of a shape that broadcasts to this one's.</param>
    public Tensor MulInPlace(Tensor other) => InPlace(Aten.MulInPlace, other);

    /// <summary>Multiplies this by a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor MulInPlace(double value) => InPlace(Aten.MulScalarInPlace, value);

    /// <summary>Divides this by <paramref name="other"/>, element by element.</summary>
    /// <param name="other">Of a shape that broadcasts to this one's.</param>
    public Tensor DivInPlace(Tensor other) => InPlace(Aten.DivInPlace, other);

    /// <summary>Divides this by a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor DivInPlace(double value) => InPlace(Aten.DivScalarInPlace, value);

    /// <summary>Adds <c>scale * left * right</c> to this.</summary>
    /// <param name="left">Of a shape that broadcasts to this one's.</param>
    /// <param name="right">Of a shape that broadcasts to this one's.</param>
    /// <param name="scale">Factor of the product.</param>
    public Tensor AddCMulInPlace(Tensor left, Tensor right, double scale = 1) => InPlace(Aten.AddCMulInPlace, left, right, scale);

    /// <summary>Adds <c>scale * left / right</c> to this.</summary>
    /// <param name="left">Of a shape that broadcasts to this one's.</param>
    /// <param name="right">Of a shape that broadcasts to this one's.</param>
    /// <param name="scale">Factor of the quotient.</param>
    public Tensor AddCDivInPlace(Tensor left, Tensor right, double scale = 1) => InPlace(Aten.AddCDivInPlace, left, right, scale);

    /// <summary>This plus <paramref name="weight"/> times the way from this to <paramref name="end"/>.</summary>
    /// <param name="end">Where a weight of 1 arrives; of a shape that broadcasts with this one's.</param>
    /// <param name="weight">Share of the way.</param>
    public Tensor Lerp(Tensor end, double weight) => Aten.Lerp.Call(this, end, weight);

    /// <summary>Moves this by <paramref name="weight"/> times the way to <paramref name="end"/>.</summary>
    /// <param name="end">Where a weight of 1 arrives; of a shape that broadcasts to this one's.</param>
    /// <param name="weight">Share of the way.</param>
    public Tensor LerpInPlace(Tensor end, double weight) => InPlace(Aten.LerpInPlace, end, weight);

    /// <summary>Replaces every element by its square root.</summary>
    public Tensor SqrtInPlace() => InPlace(Aten.SqrtInPlace);

    /// <summary>Sets every element to zero.</summary>
    public Tensor ZeroInPlace() => InPlace(Aten.ZeroInPlace);

    /// <summary>Sets every element to a number.</summary>
    /// <param name="value">The number.</param>
    public Tensor FillInPlace(double value) => InPlace(Aten.FillInPlace, value);

    /// <summary>Matrix product over the last two axes, the axes before them broadcast: [.., N, K] by [.., K, M] is [.., N, M].</summary>
    /// <param name="other">The factor on the right.</param>
    public Tensor MatMul(Tensor other) => Aten.MatMul.Call(this, other);

    /// <summary>Matrix product of a batch: [B, N, K] by [B, K, M] is [B, N, M].</summary>
    /// <param name="other">The factors on the right.</param>
    public Tensor Bmm(Tensor other) => Aten.Bmm.Call(this, other);

    /// <summary>This times <paramref name="beta"/>, plus <paramref name="alpha"/> times the matrix product of a batch.</summary>
    /// <param name="left">[B, N, K].</param>
    /// <param name="right">[B, K, M].</param>
    /// <param name="beta">Factor of this, which broadcasts to [B, N, M]; with 0 it is not read.</param>
    /// <param name="alpha">Factor of the product.</param>
    public Tensor Baddbmm(Tensor left, Tensor right, double beta = 1, double alpha = 1) => Aten.Baddbmm.Call(this, left, right, beta, alpha);

    private Tensor InPlace(Operation operation)
    {
        operation.Run(this);
        return this;
    }

    private Tensor InPlace(Operation operation, Argument first)
    {
        operation.Run(this, first);
        return this;
    }

    private Tensor InPlace(Operation operation, Argument first, Argument second)
    {
        operation.Run(this, first, second);
        return this;
    }

    private Tensor InPlace(Operation operation, Argument first, Argument second, Argument third)
    {
        operation.Run(this, first, second, third);
        return this;
    }
}
