namespace SoGar.Compute.Pictures;

/// <summary>Pixels to draw on, 8 bits a channel. Drawing outside is cut off.</summary>
public sealed class RgbImage
{
    private readonly byte[] _bytes;

    /// <summary>A picture of one colour.</summary>
    public RgbImage(int width, int height, Colour background)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        Width = width;
        Height = height;
        _bytes = new byte[checked(width * height * 3)];
        Fill(0, 0, width, height, background);
    }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>uint8 [height, width, 3]; borrowed.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>One frame of a view as a picture.</summary>
    /// <param name="view">float32 [3, frames, height, width], 0 black and 1 full; what is outside is cut to it.</param>
    /// <param name="frames">Frames of the view.</param>
    /// <param name="frame">Which one, from 0.</param>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    public static RgbImage OfFrame(ReadOnlySpan<float> view, int frames, int frame, int width, int height)
    {
        var plane = width * height;
        if (view.Length != 3 * frames * plane)
            throw new ArgumentException($"a view of {frames} frames of {width}x{height} has {3 * frames * plane} values, not {view.Length}");
        var image = new RgbImage(width, height, default);
        for (var channel = 0; channel < 3; channel++)
        {
            var values = view.Slice((channel * frames + frame) * plane, plane);
            for (var pixel = 0; pixel < plane; pixel++) image._bytes[pixel * 3 + channel] = (byte)MathF.Round(255 * Math.Clamp(values[pixel], 0, 1));
        }

        return image;
    }

    /// <summary>The colour of a pixel inside.</summary>
    public Colour this[int x, int y] => At(Index(x, y));

    /// <summary>Lays <paramref name="share"/> of a colour over a pixel.</summary>
    public void Blend(int x, int y, Colour colour, double share = 1)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height) return;
        var index = Index(x, y);
        Put(index, At(index).Under(colour, share));
    }

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int x, int y, int width, int height, Colour colour)
    {
        for (var row = Math.Max(0, y); row < Math.Min(Height, y + height); row++)
            for (var column = Math.Max(0, x); column < Math.Min(Width, x + width); column++)
                Put(Index(column, row), colour);
    }

    /// <summary>Draws another picture, stretched to a size by bilinear interpolation between the middles of its pixels.</summary>
    public void Draw(RgbImage other, int x, int y, int width, int height)
    {
        for (var row = 0; row < height; row++)
        {
            var (top, bottom, down) = Between(row, height, other.Height);
            for (var column = 0; column < width; column++)
            {
                var (left, right, across) = Between(column, width, other.Width);
                Blend(
                    x + column, y +
                        row, other[left, top].Under(other[right, top], across).Under(other[left, bottom].Under(other[right, bottom], across), down));
            }
        }
    }

    /// <summary>Draws a line with soft edges between the middles of two pixels.</summary>
    public void DrawLine(double fromX, double fromY, double toX, double toY, double thickness, Colour colour)
    {
        var (reach, length) = (thickness / 2 + 1, Math.Max(1e-9, Math.Sqrt((toX - fromX) * (toX - fromX) + (toY - fromY) * (toY - fromY))));
        for (var y = (int)Math.Floor(Math.Min(fromY, toY) - reach); y <= Math.Max(fromY, toY) + reach; y++)
            for (var x = (int)Math.Floor(Math.Min(fromX, toX) - reach); x <= Math.Max(fromX, toX) + reach; x++)
            {
                var along = Math.Clamp(((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / (length * length), 0, 1);
                var (offX, offY) = (x - fromX - along * (toX - fromX), y - fromY - along * (toY - fromY));
                var inside = thickness / 2 + 0.5 - Math.Sqrt(offX * offX + offY * offY);
                if (inside > 0) Blend(x, y, colour, Math.Min(1, inside));
            }
    }

    /// <summary>
    /// Where the middle of output pixel <paramref name="at"/> lies among <paramref name="count"/> inputs: the two beside it and the share of the second.
    /// </summary>
    internal static (int Low, int High, double Share) Between(int at, int size, int count)
    {
        var place = Math.Clamp((at + 0.5) * count / size - 0.5, 0, count - 1);
        var low = (int)place;
        return (low, Math.Min(low + 1, count - 1), place - low);
    }

    private int Index(int x, int y) => (y * Width + x) * 3;

    private Colour At(int index) => new(_bytes[index], _bytes[index + 1], _bytes[index + 2]);

    private void Put(int index, Colour colour) => (_bytes[index], _bytes[index + 1], _bytes[index + 2]) = (colour.R, colour.G, colour.B);
}
