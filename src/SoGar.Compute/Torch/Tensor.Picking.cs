namespace SoGar.Compute.Torch;

/// <content>Elements by index and by mask.</content>
public sealed partial class Tensor
{
    /// <summary>A copy of some indices of an axis, in the order given.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="indices">int64 [N] or int32 [N].</param>
    public Tensor IndexSelect(int dim, Tensor indices) => Aten.IndexSelect.Call(this, (long)dim, indices);

    /// <summary>For each index, the element that stands there along an axis.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="indices">int64, of this tensor's rank and not larger outside the axis.</param>
    /// <returns>Of the shape of <paramref name="indices"/>.</returns>
    public Tensor Gather(int dim, Tensor indices) => Aten.Gather.Call(this, (long)dim, indices);

    /// <summary>Writes each element of <paramref name="source"/> to its index along an axis.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="indices">int64, of the shape of <paramref name="source"/>.</param>
    /// <param name="source">The elements.</param>
    public Tensor ScatterInPlace(int dim, Tensor indices, Tensor source) => InPlace(Aten.ScatterInPlace, (long)dim, indices, source);

    /// <summary>Adds each element of <paramref name="source"/> to the one at its index along an axis.</summary>
    /// <inheritdoc cref="ScatterInPlace"/>
    public Tensor ScatterAddInPlace(int dim, Tensor indices, Tensor source) => InPlace(Aten.ScatterAddInPlace, (long)dim, indices, source);

    /// <summary>Adds each slice of <paramref name="source"/> to the slice at its index along an axis.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="indices">int64 [N].</param>
    /// <param name="source">This tensor's shape, with size N on the axis.</param>
    public Tensor IndexAddInPlace(int dim, Tensor indices, Tensor source) => InPlace(Aten.IndexAddInPlace, (long)dim, indices, source);

    /// <summary>A copy with a number wherever a mask is true.</summary>
    /// <param name="mask">bool, of a shape that broadcasts with this one's.</param>
    /// <param name="value">The number.</param>
    public Tensor MaskedFill(Tensor mask, double value) => Aten.MaskedFill.Call(this, mask, value);

    /// <summary>The elements on and below a diagonal of the last two axes, zero above it.</summary>
    /// <param name="diagonal">0 for the main one, positive above it.</param>
    public Tensor Tril(long diagonal = 0) => Aten.Tril.Call(this, diagonal);

    /// <summary>The elements on and above a diagonal of the last two axes, zero below it.</summary>
    /// <param name="diagonal">0 for the main one, positive above it.</param>
    public Tensor Triu(long diagonal = 0) => Aten.Triu.Call(this, diagonal);

    /// <summary>A new last axis, with 1 at the index and 0 elsewhere; int64.</summary>
    /// <param name="classCount">Size of the new axis.</param>
    public Tensor OneHot(long classCount) => Aten.OneHot.Call(this, classCount);
}
