namespace SoGar.Compute.Torch;

/// <content>What takes axes away. Axes may be negative and count from the last one then; <c>keepDim</c> leaves them with size 1.</content>
public sealed partial class Tensor
{
    /// <summary>Sum of all elements, [].</summary>
    public Tensor Sum() => Aten.Sum.Call(this);

    /// <summary>Sum along one axis.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="keepDim">Whether it stays, with size 1.</param>
    public Tensor Sum(int dim, bool keepDim = false) => Aten.SumDim.Call(this, [dim], keepDim);

    /// <summary>Sum along some axes.</summary>
    /// <param name="dims">The axes.</param>
    /// <param name="keepDim">Whether they stay, with size 1.</param>
    public Tensor Sum(ReadOnlySpan<long> dims, bool keepDim = false) => Aten.SumDim.Call(this, dims, keepDim);

    /// <summary>Mean of all elements, [].</summary>
    public Tensor Mean() => Aten.Mean.Call(this);

    /// <summary>Mean along one axis.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor Mean(int dim, bool keepDim = false) => Aten.MeanDim.Call(this, [dim], keepDim);

    /// <summary>Mean along some axes.</summary>
    /// <inheritdoc cref="Sum(ReadOnlySpan{long}, bool)"/>
    public Tensor Mean(ReadOnlySpan<long> dims, bool keepDim = false) => Aten.MeanDim.Call(this, dims, keepDim);

    /// <summary>Variance along some axes.</summary>
    /// <param name="dims">The axes; empty for all of them.</param>
    /// <param name="correction">Taken off the count that the sum of squares is divided by: 1 for the unbiased one, 0 for that of the
    /// data.</param>
    /// <param name="keepDim">Whether they stay, with size 1.</param>
    public Tensor Var(ReadOnlySpan<long> dims, int correction = 1, bool keepDim = false) => Aten.Var.Call(this, dims, (long)correction, keepDim);

    /// <summary>Standard deviation along some axes.</summary>
    /// <inheritdoc cref="Var"/>
    public Tensor Std(ReadOnlySpan<long> dims, int correction = 1, bool keepDim = false) => Aten.Std.Call(this, dims, (long)correction, keepDim);

    /// <summary>Largest of all elements, []. Equal ones share the gradient.</summary>
    public Tensor Max() => Aten.Amax.Call(this, []);

    /// <summary>Smallest of all elements, []. Equal ones share the gradient.</summary>
    public Tensor Min() => Aten.Amin.Call(this, []);

    /// <summary>Largest along one axis, and where it stands.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    /// <returns>The values, and their indices as int64.</returns>
    public (Tensor Values, Tensor Indices) Max(int dim, bool keepDim = false) => Aten.MaxDim.CallTwo(this, (long)dim, keepDim);

    /// <summary>Smallest along one axis, and where it stands.</summary>
    /// <inheritdoc cref="Max(int, bool)"/>
    public (Tensor Values, Tensor Indices) Min(int dim, bool keepDim = false) => Aten.MinDim.CallTwo(this, (long)dim, keepDim);

    /// <summary>Where the largest element along one axis stands; int64.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor ArgMax(int dim, bool keepDim = false) => Aten.ArgMax.Call(this, (long)dim, keepDim);

    /// <summary>Where the smallest element along one axis stands; int64.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor ArgMin(int dim, bool keepDim = false) => Aten.ArgMin.Call(this, (long)dim, keepDim);

    /// <summary>The <paramref name="k"/> largest (or smallest) along an axis, in order.</summary>
    /// <param name="k">How many.</param>
    /// <param name="dim">The axis.</param>
    /// <param name="largest">Whether the largest are wanted, not the smallest.</param>
    /// <returns>The values, and their indices as int64.</returns>
    public (Tensor Values, Tensor Indices) TopK(long k, int dim = -1, bool largest = true) => Aten.TopK.CallTwo(this, k, (long)dim, largest, true);

    /// <summary>The elements in order along an axis, and where they stood.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    /// <returns>The values, and their indices as int64.</returns>
    public (Tensor Values, Tensor Indices) Sort(int dim = -1, bool descending = false) => Aten.Sort.CallTwo(this, (long)dim, descending);

    /// <summary>The indices that put an axis in order; int64.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="descending">Whether the largest comes first.</param>
    public Tensor ArgSort(int dim = -1, bool descending = false) => Aten.ArgSort.Call(this, (long)dim, descending);

    /// <summary>Sums of the elements up to and with each one.</summary>
    /// <param name="dim">The axis.</param>
    public Tensor CumSum(int dim) => Aten.CumSum.Call(this, (long)dim);

    /// <summary>Length of the vector of all elements, [].</summary>
    /// <param name="order">2 for the usual length, 1 for the sum of absolute values, and so on.</param>
    public Tensor Norm(double order = 2) => Aten.Norm.Call(this, order);

    /// <summary>Length of the vectors along an axis.</summary>
    /// <param name="order">2 for the usual length, 1 for the sum of absolute values, and so on.</param>
    /// <param name="dim">The axis.</param>
    /// <param name="keepDim">Whether it stays, with size 1.</param>
    public unsafe Tensor Norm(double order, int dim, bool keepDim = false)
    {
        long axis = dim;
        return Aten.Norm.Call(this, order, Argument.Integers(&axis, 1), keepDim);
    }

    /// <summary>The vectors along an axis, scaled to length 1; shorter ones than <paramref name="epsilon"/> are divided by that.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="epsilon">Least divisor.</param>
    public Tensor Normalize(int dim = -1, double epsilon = 1e-12) => Div(Norm(2, dim, keepDim: true).ClampMin(epsilon));

    /// <summary>Logarithm of the sum of exponentials along an axis.</summary>
    /// <inheritdoc cref="Sum(int, bool)"/>
    public Tensor LogSumExp(int dim, bool keepDim = false) => Aten.LogSumExp.Call(this, [dim], keepDim);

    /// <summary>Exponentials along an axis, scaled to sum 1.</summary>
    /// <param name="dim">The axis.</param>
    public Tensor Softmax(int dim) => Aten.Softmax.Call(this, (long)dim);

    /// <summary>Logarithm of <see cref="Softmax"/>.</summary>
    /// <param name="dim">The axis.</param>
    public Tensor LogSoftmax(int dim) => Aten.LogSoftmax.Call(this, (long)dim);

    /// <summary>Whether every element is true (or not zero), bool [].</summary>
    public Tensor All() => Aten.All.Call(this);

    /// <summary>Whether any element is true (or not zero), bool [].</summary>
    public Tensor Any() => Aten.Any.Call(this);
}
