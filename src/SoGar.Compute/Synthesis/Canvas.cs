namespace SoGar.Compute.Synthesis;

/// <summary>A picture in linear planes of red, green and blue, 1 being full; row-major, reused from frame to frame.</summary>
internal sealed class Canvas(int width, int height)
{
    /// <summary>Pixels.</summary>
    public int Width { get; } = width;

    /// <summary>Pixels.</summary>
    public int Height { get; } = height;

    /// <summary>The planes in the order red, green, blue, each of Width x Height values.</summary>
    public float[][] Planes { get; } = [new float[width * height], new float[width * height], new float[width * height]];

    /// <summary>One row of one plane.</summary>
    public Span<float> Row(int plane, int y) => Planes[plane].AsSpan(y * Width, Width);

    /// <summary>Covers a share of one pixel with a colour.</summary>
    public void Blend(int x, int y, Rgb colour, float share)
    {
        var pixel = y * Width + x;
        Planes[0][pixel] += (colour.R - Planes[0][pixel]) * share;
        Planes[1][pixel] += (colour.G - Planes[1][pixel]) * share;
        Planes[2][pixel] += (colour.B - Planes[2][pixel]) * share;
    }

    /// <summary>
    /// Paints an ellipse with an edge one pixel soft, centred at (<paramref name="x"/>, <paramref name="y"/>); what lies outside the picture is cut off.
    /// </summary>
    public void FillEllipse(float x, float y, float radiusX, float radiusY, Rgb colour)
    {
        // Beyond this factor of the radii the soft edge has faded to nothing.
        var smaller = Math.Min(radiusX, radiusY);
        var reach = 1 + 0.5f / smaller;
        var left = Math.Max(0, (int)MathF.Floor(x - radiusX * reach));
        var right = Math.Min(Width - 1, (int)MathF.Ceiling(x + radiusX * reach));
        var top = Math.Max(0, (int)MathF.Floor(y - radiusY * reach));
        var bottom = Math.Min(Height - 1, (int)MathF.Ceiling(y + radiusY * reach));
        for (var row = top; row <= bottom; row++)
        {
            var dy = (row + 0.5f - y) / radiusY;
            for (var column = left; column <= right; column++)
            {
                var dx = (column + 0.5f - x) / radiusX;
                var distance = MathF.Sqrt(dx * dx + dy * dy);
                if (distance < reach)
                    Blend(column, row, colour, Math.Min(1, 0.5f + (1 - distance) * smaller));
            }
        }
    }
}
