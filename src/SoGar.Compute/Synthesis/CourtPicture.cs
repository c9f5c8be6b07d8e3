using System.Numerics;

namespace SoGar.Compute.Synthesis;

/// <summary>A court painted once per clip, as large as the field's rectangle; frames are cut from it as the camera moves.</summary>
internal sealed class CourtPicture
{
    private const float LineHalfWidth = 0.6f;

    private readonly Canvas _paint;
    private readonly float _scaleX;
    private readonly float _scaleY;
    private readonly float _scale;

    private CourtPicture(int viewWidth, int viewHeight)
    {
        _scaleX = viewWidth / Field.ViewWidth;
        _scaleY = viewHeight / Field.ViewHeight;
        _scale = MathF.Sqrt(_scaleX * _scaleY);
        _paint = new Canvas((int)MathF.Ceiling(Field.Width * _scaleX), (int)MathF.Ceiling(Field.Height * _scaleY));
    }

    /// <summary>Paints <paramref name="court"/> finely enough for frames of the given size.</summary>
    public static CourtPicture Paint(Court court, int viewWidth, int viewHeight)
    {
        var picture = new CourtPicture(viewWidth, viewHeight);
        picture.PaintFloor(court);
        var ink = new float[picture._paint.Width * picture._paint.Height];
        foreach (var stroke in court.Markings)
            picture.Ink(stroke, ink);

        foreach (var plane in picture._paint.Planes)
            for (var pixel = 0; pixel < ink.Length; pixel++)
                plane[pixel] += court.LineLift * ink[pixel];
        return picture;
    }

    /// <summary>Fills <paramref name="frame"/> with what <paramref name="view"/> shows of the court, between painted pixels linearly.</summary>
    public void Show(View view, Canvas frame)
    {
        var lefts = new int[frame.Width];
        var shares = new float[frame.Width];
        for (var x = 0; x < frame.Width; x++)
            (lefts[x], shares[x]) = Between(view.FieldX(x + 0.5f) * _scaleX, _paint.Width);

        var blended = new float[_paint.Width];
        for (var y = 0; y < frame.Height; y++)
        {
            var (upper, share) = Between(view.FieldY(y + 0.5f) * _scaleY, _paint.Height);
            for (var plane = 0; plane < frame.Planes.Length; plane++)
            {
                Lerp(_paint.Row(plane, upper), _paint.Row(plane, upper + 1), share, blended);
                Resample(blended, lefts, shares, frame.Row(plane, y));
            }
        }
    }

    private void PaintFloor(Court court)
    {
        for (var y = 0; y < _paint.Height; y++)
            for (var x = 0; x < _paint.Width; x++)
            {
                var shade = court.ShadeAt((x + 0.5f - _paint.Width / 2f) / _scaleX, (y + 0.5f - _paint.Height / 2f) / _scaleY);
                var pixel = y * _paint.Width + x;
                _paint.Planes[0][pixel] = court.Floor.R * shade;
                _paint.Planes[1][pixel] = court.Floor.G * shade;
                _paint.Planes[2][pixel] = court.Floor.B * shade;
            }
    }

    // Coverage by paint, 0 to 1; where strokes cross, the larger counts, so that a crossing is no brighter than a line.
    private void Ink(Stroke stroke, float[] ink)
    {
        var (from, to) = Bounds(stroke);
        for (var y = from.Y; y < to.Y; y++)
            for (var x = from.X; x < to.X; x++)
            {
                var place = new Vector2(x + 0.5f - _paint.Width / 2f, y + 0.5f - _paint.Height / 2f);
                var coverage = Math.Clamp(0.5f + LineHalfWidth * _scale - DistanceTo(stroke, place), 0, 1);
                var pixel = y * _paint.Width + x;
                ink[pixel] = Math.Max(ink[pixel], coverage);
            }
    }

    // In pixels of the painting, whose origin is at the centre.
    private float DistanceTo(Stroke stroke, Vector2 place)
    {
        switch (stroke)
        {
            case Line line:
                var nearestX = Math.Clamp(place.X, line.X1 * _scaleX, line.X2 * _scaleX);
                var nearestY = Math.Clamp(place.Y, line.Y1 * _scaleY, line.Y2 * _scaleY);
                return Vector2.Distance(place, new Vector2(nearestX, nearestY));
            case Arc arc when place.X >= arc.FromX * _scaleX && place.X <= arc.ToX * _scaleX:
                var centre = new Vector2(arc.X * _scaleX, arc.Y * _scaleY);
                return Math.Abs(Vector2.Distance(place, centre) - arc.Radius * _scale);
            default:
                return float.PositiveInfinity;
        }
    }

    private ((int X, int Y) From, (int X, int Y) To) Bounds(Stroke stroke)
    {
        var margin = LineHalfWidth * _scale + 1;
        var (left, top, right, bottom) = stroke switch
        {
            Line line => (line.X1 * _scaleX, line.Y1 * _scaleY, line.X2 * _scaleX, line.Y2 * _scaleY),
            Arc arc => (
                arc.X * _scaleX - arc.Radius * _scale, arc.Y * _scaleY - arc.Radius * _scale,
                arc.X * _scaleX + arc.Radius * _scale, arc.Y * _scaleY + arc.Radius * _scale),
            _ => throw new ArgumentOutOfRangeException(nameof(stroke), stroke, "not a kind of stroke"),
        };
        return (
            (Pixel(left - margin, _paint.Width), Pixel(top - margin, _paint.Height)),
            (Pixel(right + margin + 1, _paint.Width), Pixel(bottom + margin + 1, _paint.Height)));

        static int Pixel(float fromCentre, int count) => Math.Clamp((int)MathF.Floor(fromCentre + count / 2f), 0, count);
    }

    // The painted pixel at or before a coordinate (from the centre, in pixels) and the share of the one after it; the edge repeats outside.
    private static (int First, float Share) Between(float fromCentre, int count)
    {
        var position = Math.Clamp(fromCentre + count / 2f - 0.5f, 0, count - 1.001f);
        var first = (int)position;
        return (first, position - first);
    }

    private static void Lerp(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float share, Span<float> result)
    {
        var lanes = Vector<float>.Count;
        var x = 0;
        for (; x <= result.Length - lanes; x += lanes)
        {
            var start = new Vector<float>(from[x..]);
            (start + (new Vector<float>(to[x..]) - start) * share).CopyTo(result[x..]);
        }

        for (; x < result.Length; x++)
            result[x] = from[x] + (to[x] - from[x]) * share;
    }

    private static void Resample(ReadOnlySpan<float> painted, ReadOnlySpan<int> lefts, ReadOnlySpan<float> shares, Span<float> row)
    {
        lefts = lefts[..row.Length];
        shares = shares[..row.Length];
        for (var x = 0; x < row.Length; x++)
        {
            var pair = painted.Slice(lefts[x], 2);
            row[x] = pair[0] + (pair[1] - pair[0]) * shares[x];
        }
    }
}
