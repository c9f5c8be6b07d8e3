namespace SoGar.Compute.Torch;

/// <content>The same elements under another shape. What is called a view shares this tensor's memory.</content>
public sealed partial class Tensor
{
    /// <summary>The elements in a new shape; a view where that can be, else a copy.</summary>
    /// <param name="shape">Size of each axis; one may be -1 and follows from the others.</param>
    public Tensor Reshape(params ReadOnlySpan<long> shape) => Aten.Reshape.Call(this, shape);

    /// <summary>A view in a new shape.</summary>
    /// <param name="shape">Size of each axis; one may be -1 and follows from the others.</param>
    /// <exception cref="TorchException">The memory's layout does not allow it; <see cref="Reshape"/> would copy.</exception>
    public Tensor View(params ReadOnlySpan<long> shape) => Aten.View.Call(this, shape);

    /// <summary>A view with the axes in another order.</summary>
    /// <param name="dims">For each new axis, the old one.</param>
    public Tensor Permute(params ReadOnlySpan<long> dims) => Aten.Permute.Call(this, dims);

    /// <summary>A view with two axes exchanged.</summary>
    /// <param name="first">One axis.</param>
    /// <param name="second">The other one.</param>
    public Tensor Transpose(int first, int second) => Aten.Transpose.Call(this, (long)first, (long)second);

    /// <summary>A view in which axes of size 1 are repeated without being copied.</summary>
    /// <param name="shape">Size of each axis; -1 leaves one as it is.</param>
    public Tensor Expand(params ReadOnlySpan<long> shape) => Aten.Expand.Call(this, shape);

    /// <summary>A copy, repeated along each axis.</summary>
    /// <param name="counts">How often, axis by axis.</param>
    public Tensor Repeat(params ReadOnlySpan<long> counts) => Aten.Repeat.Call(this, counts);

    /// <summary>A copy in which each element along an axis stands <paramref name="count"/> times in a row.</summary>
    /// <param name="count">How often.</param>
    /// <param name="dim">The axis.</param>
    public Tensor RepeatInterleave(long count, int dim) => Aten.RepeatInterleave.Call(this, count, (long)dim);

    /// <summary>This tensor's elements one after the other in memory: the tensor itself (a second reference) or a copy.</summary>
    public Tensor Contiguous() => Aten.Contiguous.Call(this);

    /// <summary>The axes from <paramref name="first"/> to <paramref name="last"/> as one.</summary>
    /// <param name="first">The first axis.</param>
    /// <param name="last">The last axis.</param>
    public Tensor Flatten(int first = 0, int last = -1) => Aten.Flatten.Call(this, (long)first, (long)last);

    /// <summary>A view with a new axis of size 1.</summary>
    /// <param name="dim">Where it will stand.</param>
    public Tensor Unsqueeze(int dim) => Aten.Unsqueeze.Call(this, (long)dim);

    /// <summary>A view without an axis of size 1; an axis of another size stays.</summary>
    /// <param name="dim">The axis.</param>
    public Tensor Squeeze(int dim) => Aten.SqueezeDim.Call(this, (long)dim);

    /// <summary>A view of a stretch of one axis.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="start">Where the stretch starts.</param>
    /// <param name="length">How long it is.</param>
    public Tensor Narrow(int dim, long start, long length) => Aten.Narrow.Call(this, (long)dim, start, length);

    /// <summary>A view of a stretch of one axis, perhaps with gaps.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="start">Where it starts; negative counts from the end; null for the beginning.</param>
    /// <param name="end">The first index that is left out; negative counts from the end; null for none.</param>
    /// <param name="step">From one index to the next.</param>
    public Tensor Slice(int dim, long? start = null, long? end = null, long step = 1) =>
        Aten.Slice.Call(this, (long)dim, start is { } first ? first : Argument.None, end is { } last ? last : Argument.None, step);

    /// <summary>A view of one index of an axis, which goes away.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="index">The index; negative counts from the end.</param>
    public Tensor Select(int dim, long index) => Aten.Select.Call(this, (long)dim, index);

    /// <summary>Views of stretches of one axis, each of the same length but perhaps the last.</summary>
    /// <param name="length">Length of a stretch.</param>
    /// <param name="dim">The axis.</param>
    public Tensor[] Split(long length, int dim = 0) =>
        Aten.Split.CallMany(Math.Max(1, (Size(dim) + length - 1) / Math.Max(1, length)), this, length, (long)dim);

    /// <summary>Views of stretches of one axis, of given lengths.</summary>
    /// <param name="lengths">Length of each stretch; together the size of the axis.</param>
    /// <param name="dim">The axis.</param>
    public unsafe Tensor[] Split(ReadOnlySpan<long> lengths, int dim = 0)
    {
        fixed (long* first = lengths)
            return Aten.SplitSizes.CallMany(lengths.Length, this, Argument.Integers(first, lengths.Length), (long)dim);
    }

    /// <summary>Views of <paramref name="count"/> stretches of one axis, as even as may be.</summary>
    /// <param name="count">The most there will be.</param>
    /// <param name="dim">The axis.</param>
    public Tensor[] Chunk(int count, int dim = 0) => Aten.Chunk.CallMany(count, this, (long)count, (long)dim);

    /// <summary>A view of every index of an axis, which goes away.</summary>
    /// <param name="dim">The axis.</param>
    public Tensor[] Unbind(int dim = 0) => Aten.Unbind.CallMany(Size(dim), this, (long)dim);

    /// <summary>A view of windows that slide along an axis; they become a new last axis.</summary>
    /// <param name="dim">The axis.</param>
    /// <param name="size">Length of a window.</param>
    /// <param name="step">From one window to the next.</param>
    public Tensor UnfoldAxis(int dim, long size, long step) => Aten.Unfold.Call(this, (long)dim, size, step);

    /// <summary>A view of the diagonal of two axes, which becomes the last axis.</summary>
    /// <param name="offset">Above (positive) or below the main diagonal.</param>
    /// <param name="first">One axis.</param>
    /// <param name="second">The other one.</param>
    public Tensor Diagonal(long offset = 0, int first = 0, int second = 1) => Aten.Diagonal.Call(this, offset, (long)first, (long)second);

    /// <summary>A copy with some axes turned around.</summary>
    /// <param name="dims">The axes.</param>
    public Tensor Flip(params ReadOnlySpan<long> dims) => Aten.Flip.Call(this, dims);
}
