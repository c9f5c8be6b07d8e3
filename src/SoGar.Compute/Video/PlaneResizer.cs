using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>
/// Resizes a part of a byte plane to floats, eight output rows at a time: first down the columns, then, with the eight rows side by side in
/// one vector, along them. Both passes are multiplications of whole vectors; no lanes are ever added up.
/// </summary>
internal sealed unsafe class PlaneResizer(ResizeFilter horizontal, ResizeFilter vertical)
{
    // Source columns of one vertical step: two vectors.
    private const int Step = 2 * Lanes.Count;

    /// <summary>Rows that one call makes.</summary>
    public const int BlockRows = Lanes.Count;

    /// <summary>Columns of a made row, padded to whole vectors; those past the filter's count repeat the last one.</summary>
    public int RowStride { get; } = Lanes.Padded(horizontal.Count);

    /// <summary>Floats of scratch space that a call needs.</summary>
    public int ScratchLength => 2 * BlockRows * SourceStride + BlockRows * RowStride;

    private int SourceStride { get; } = (horizontal.High - horizontal.Low + Step - 1) / Step * Step;

    /// <summary>Makes the rows from <paramref name="firstRow"/> on; rows past the last repeat it.</summary>
    /// <param name="plane">The source plane.</param>
    /// <param name="stride">Bytes from one source row to the next.</param>
    /// <param name="firstRow">Number of the first output row.</param>
    /// <param name="rows">Receives <see cref="BlockRows"/> rows of <see cref="RowStride"/> floats in 0..255 (the cubic may leave that range).</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> floats.</param>
    public void MakeRows(ReadOnlySpan<byte> plane, int stride, int firstRow, Span<float> rows, Span<float> scratch)
    {
        if (scratch.Length < ScratchLength || rows.Length < BlockRows * RowStride)
            throw new ArgumentException("the buffers are too small");
        if (plane.Length < (vertical.High - 1) * (long)stride + horizontal.High)
            throw new ArgumentException("the plane is smaller than the filter expects");
        fixed (byte* source = plane)
        fixed (float* made = rows, space = scratch)
        {
            var shrunk = space;
            var columns = shrunk + BlockRows * SourceStride;
            var turned = columns + BlockRows * SourceStride;
            AlongColumns(source, plane.Length, stride, firstRow, shrunk);
            for (var x = 0; x < SourceStride; x += Lanes.Count)
                Lanes.Transpose(shrunk + x, SourceStride, columns + x * BlockRows, BlockRows);
            AlongRows(columns, turned);
            for (var x = 0; x < RowStride; x += Lanes.Count)
                Lanes.Transpose(turned + x * BlockRows, BlockRows, made + x, RowStride);
        }
    }

    private void AlongColumns(byte* plane, int planeLength, int stride, int firstRow, float* target)
    {
        var tail = stackalloc byte[Step];
        fixed (float* weights = vertical.Weights)
        {
            for (var row = 0; row < BlockRows; row++)
            {
                var output = Math.Min(firstRow + row, vertical.Count - 1);
                var weight = weights + output * vertical.Taps;
                var first = (long)vertical.Starts[output] * stride + horizontal.Low;
                for (var x = 0; x < SourceStride; x += Step)
                {
                    var (low, high) = (Vector256<float>.Zero, Vector256<float>.Zero);
                    var offset = first + x;
                    for (var k = 0; k < vertical.Taps; k++, offset += stride)
                    {
                        var bytes = plane + offset;
                        if (offset + Step > planeLength)
                        {
                            // The plane ends within this step: take what there is.
                            new Span<byte>(tail, Step).Clear();
                            new ReadOnlySpan<byte>(bytes, (int)Math.Max(planeLength - offset, 0)).CopyTo(new Span<byte>(tail, Step));
                            bytes = tail;
                        }

                        var factor = Vector256.Create(weight[k]);
                        low = Vector256.FusedMultiplyAdd(factor, Lanes.FromBytes(bytes), low);
                        high = Vector256.FusedMultiplyAdd(factor, Lanes.FromBytes(bytes + Lanes.Count), high);
                    }

                    low.Store(target + row * SourceStride + x);
                    high.Store(target + row * SourceStride + x + Lanes.Count);
                }
            }
        }
    }

    // `columns` holds the eight rows of each source column side by side; so does `target` for each output column.
    private void AlongRows(float* columns, float* target)
    {
        fixed (float* weights = horizontal.Weights)
        {
            var taps = horizontal.Taps;
            for (var x = 0; x < RowStride; x++)
            {
                var output = Math.Min(x, horizontal.Count - 1);
                var weight = weights + output * taps;
                var column = columns + (horizontal.Starts[output] - horizontal.Low) * BlockRows;
                var sum = Vector256<float>.Zero;
                for (var k = 0; k < taps; k++, column += BlockRows)
                    sum = Vector256.FusedMultiplyAdd(Vector256.Create(weight[k]), Vector256.Load(column), sum);
                sum.Store(target + x * BlockRows);
            }
        }
    }
}
