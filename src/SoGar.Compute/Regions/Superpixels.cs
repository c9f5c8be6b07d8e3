namespace SoGar.Compute.Regions;

/// <summary>
/// SLIC (Achanta et al. 2012): k-means over colour (CIE Lab) and place, each centre searched round its own place only; what is left of a cluster elsewhere goes
/// to its neighbours, so that every segment is in one piece.
/// </summary>
public static class Superpixels
{
    private const int Turns = 10;

    // Pieces below this share of a mean segment are given away.
    private const double LeastShare = 0.5;

    /// <summary>Blur before colours are compared, in pixels.</summary>
    public const double Sigma = 1;

    /// <summary>Segments an image.</summary>
    /// <param name="image">Borrowed.</param>
    /// <param name="segments">About how many.</param>
    /// <param name="compactness">Weight of place against colour.</param>
    /// <param name="sigma">Blur before colours are compared; 0 for none.</param>
    public static SegmentMap Of(RegionImage image, int segments = 16, double compactness = 10, double sigma = Sigma)
    {
        var lab = LabImage.Of(sigma > 0 ? image.Smoothed(sigma) : image);
        var spacing = Math.Sqrt((double)image.Width * image.Height / segments);
        var centres = Grid(lab, image.Width, image.Height, spacing);
        var labels = new int[image.Width * image.Height];
        for (var turn = 0; turn < Turns; turn++)
        {
            Assign(lab, centres, labels, image.Width, image.Height, spacing, (float)(compactness / spacing));
            Move(lab, centres, labels, image.Width);
        }

        return InOnePiece(labels, image.Width, image.Height, (int)(LeastShare * labels.Length / centres.Length));
    }

    private struct Centre
    {
        public float L, A, B, X, Y;
    }

    private static Centre[] Grid(float[] lab, int width, int height, double spacing)
    {
        var columns = Math.Max(1, (int)Math.Round(width / spacing));
        var rows = Math.Max(1, (int)Math.Round(height / spacing));
        var centres = new Centre[rows * columns];
        for (var i = 0; i < centres.Length; i++)
        {
            var x = (int)((i % columns + 0.5) * width / columns);
            var y = (int)((i / columns + 0.5) * height / rows);
            var at = 3 * (y * width + x);
            centres[i] = new Centre { L = lab[at], A = lab[at + 1], B = lab[at + 2], X = x, Y = y };
        }

        return centres;
    }

    private static void Assign(float[] lab, Centre[] centres, int[] labels, int width, int height, double spacing, float place)
    {
        var nearest = new float[labels.Length];
        nearest.AsSpan().Fill(float.MaxValue);
        var weight = place * place;
        for (var number = 0; number < centres.Length; number++)
        {
            var centre = centres[number];
            var (left, right) = (Math.Max(0, (int)(centre.X - spacing)), Math.Min(width - 1, (int)(centre.X + spacing) + 1));
            var (top, bottom) = (Math.Max(0, (int)(centre.Y - spacing)), Math.Min(height - 1, (int)(centre.Y + spacing) + 1));
            for (var y = top; y <= bottom; y++)
            {
                for (var x = left; x <= right; x++)
                {
                    var at = y * width + x;
                    var (l, a, b) = (lab[3 * at] - centre.L, lab[3 * at + 1] - centre.A, lab[3 * at + 2] - centre.B);
                    var (dx, dy) = (x - centre.X, y - centre.Y);
                    var distance = l * l + a * a + b * b + weight * (dx * dx + dy * dy);
                    if (distance >= nearest[at]) continue;
                    nearest[at] = distance;
                    labels[at] = number;
                }
            }
        }
    }

    private static void Move(float[] lab, Centre[] centres, int[] labels, int width)
    {
        var sums = new (double L, double A, double B, double X, double Y, int Count)[centres.Length];
        for (var at = 0; at < labels.Length; at++)
        {
            ref var sum = ref sums[labels[at]];
            sum = (sum.L + lab[3 * at], sum.A + lab[3 * at + 1], sum.B + lab[3 * at + 2], sum.X + at % width, sum.Y + at / width, sum.Count + 1);
        }

        for (var number = 0; number < centres.Length; number++)
        {
            var (l, a, b, x, y, count) = sums[number];
            // A centre that lost all its pixels stays where it is.
            if (count > 0)
                centres[number] = new Centre
                {
                    L = (float)(l / count),
                    A = (float)(a / count),
                    B = (float)(b / count),
                    X = (float)(x / count),
                    Y = (float)(y / count)
                };
        }
    }

    // Pieces are found in the order of their first pixels; a small one takes the number of the piece on the left of its first pixel, or above it.
    private static SegmentMap InOnePiece(int[] labels, int width, int height, int leastSize)
    {
        var pieces = new int[labels.Length];
        pieces.AsSpan().Fill(-1);
        var count = 0;
        var piece = new List<int>();
        for (var first = 0; first < labels.Length; first++)
        {
            if (pieces[first] >= 0) continue;
            var beside = first % width > 0 ? pieces[first - 1] : first >= width ? pieces[first - width] : -1;
            piece.Clear();
            piece.Add(first);
            pieces[first] = count;
            for (var next = 0; next < piece.Count; next++)
            {
                var (at, x, y) = (piece[next], piece[next] % width, piece[next] / width);
                if (x > 0) Reach(at, at - 1);
                if (x + 1 < width) Reach(at, at + 1);
                if (y > 0) Reach(at, at - width);
                if (y + 1 < height) Reach(at, at + width);
            }

            if (piece.Count >= leastSize || beside < 0) count++;
            else foreach (var at in piece) pieces[at] = beside;
        }

        return SegmentMap.Of(pieces, width, count);

        void Reach(int from, int to)
        {
            if (pieces[to] >= 0 || labels[to] != labels[from]) return;
            pieces[to] = count;
            piece.Add(to);
        }
    }
}
