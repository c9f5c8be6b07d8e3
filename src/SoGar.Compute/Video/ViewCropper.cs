using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>Cuts the crop of one view out of frames of one size and resizes it to float RGB in [0, 1]; a flip is part of the weights.</summary>
internal sealed class ViewCropper
{
    private readonly PlaneResizer _luma;
    private readonly PlaneResizer _chroma;
    private readonly int _size;

    /// <summary>Prepares the weights for frames of <paramref name="width"/> x <paramref name="height"/> pixels.</summary>
    public ViewCropper(CropBox crop, int width, int height, int size, bool flip)
    {
        if (crop.X < 0 || crop.Y < 0 || crop.Width < 1 || crop.Height < 1 || crop.X + crop.Width > width || crop.Y + crop.Height > height)
            throw new ArgumentOutOfRangeException(nameof(crop), crop, $"the crop does not lie within {width}x{height} pixels");
        ArgumentOutOfRangeException.ThrowIfLessThan(size, Lanes.Count);
        (Width, Height, _size) = (width, height, size);
        _luma = new PlaneResizer(
            ResizeFilter.Bicubic(size, crop.X, crop.Width, crop.X, crop.X + crop.Width, flip),
            ResizeFilter.Bicubic(size, crop.Y, crop.Height, crop.Y, crop.Y + crop.Height));

        // Chroma sample i sits on luma column 2i (left siting): half a luma pixel left of the middle of the two it covers, which is a
        // quarter of its own width. Vertically it sits midway between its two rows.
        _chroma = new PlaneResizer(
            ResizeFilter.Bicubic(size, crop.X / 2.0 + 0.25, crop.Width / 2.0, crop.X / 2, (crop.X + crop.Width + 1) / 2, flip),
            ResizeFilter.Bicubic(size, crop.Y / 2.0, crop.Height / 2.0, crop.Y / 2, (crop.Y + crop.Height + 1) / 2));
    }

    /// <summary>Width of the frames that this cropper is for.</summary>
    public int Width { get; }

    /// <summary>Height of the frames that this cropper is for.</summary>
    public int Height { get; }

    /// <summary>Writes the crop of <paramref name="frame"/> to <paramref name="target"/>.</summary>
    /// <param name="frame">A frame of the size that was prepared for.</param>
    /// <param name="target">Three planes of size x size floats.</param>
    /// <param name="scratch">Working space, grown as needed.</param>
    public void Cut(YuvFrame frame, RgbPlanes target, FloatScratch scratch)
    {
        var block = PlaneResizer.BlockRows * _luma.RowStride;
        var space = scratch.Take(3 * block + Math.Max(_luma.ScratchLength, _chroma.ScratchLength));
        var y = space[..block];
        var u = space[block..(2 * block)];
        var v = space[(2 * block)..(3 * block)];
        var rest = space[(3 * block)..];
        var convert = YuvToRgb.For(frame.Matrix, frame.FullRange);
        for (var first = 0; first < _size; first += PlaneResizer.BlockRows)
        {
            _luma.MakeRows(frame.Y, frame.LumaStride, first, y, rest);
            _chroma.MakeRows(frame.U, frame.ChromaStride, first, u, rest);
            _chroma.MakeRows(frame.V, frame.ChromaStride, first, v, rest);
            var rows = Math.Min(PlaneResizer.BlockRows, _size - first);
            for (var row = 0; row < rows; row++)
            {
                var from = row * _luma.RowStride;
                var to = (first + row) * _size;
                ConvertRow(convert, y[from..], u[from..], v[from..], target.Red.Slice(to, _size), target.Green.Slice(to, _size), target.Blue.Slice(to, _size));
            }
        }
    }

    private static void ConvertRow(
        YuvToRgb convert, ReadOnlySpan<float> y, ReadOnlySpan<float> u, ReadOnlySpan<float> v, Span<float> red, Span<float> green, Span<float> blue)
    {
        for (var x = 0; x < red.Length; x += Lanes.Count)
        {
            // The last vector may overlap the one before it: converting a pixel twice gives the same.
            var at = Math.Min(x, red.Length - Lanes.Count);
            convert.Convert(Vector256.Create(y[at..]), Vector256.Create(u[at..]), Vector256.Create(v[at..]), out var r, out var g, out var b);
            r.CopyTo(red[at..]);
            g.CopyTo(green[at..]);
            b.CopyTo(blue[at..]);
        }
    }
}
