namespace SoGar.Compute.Regions;

/// <summary>
/// Graph-based segmentation (Felzenszwalb and Huttenlocher 2004): pixels are joined along edges of rising difference while a difference is no greater than
/// what either side shows within itself, plus a tolerance that fades with size.
/// </summary>
public static class GraphSegments
{
    /// <summary>Blur before pixels are compared, in pixels.</summary>
    public const double Sigma = 0.8;

    /// <summary>Segments an image.</summary>
    /// <param name="image">Borrowed.</param>
    /// <param name="scale">Tolerance times pixels, for colours from 0 to 255: greater gives larger segments.</param>
    /// <param name="leastSize">Pixels below which a segment is joined to a neighbour.</param>
    /// <param name="sigma">Blur before pixels are compared; 0 for none.</param>
    public static SegmentMap Of(RegionImage image, double scale, int leastSize, double sigma = Sigma)
    {
        var edges = Edges(sigma > 0 ? image.Smoothed(sigma) : image);
        var forest = new Forest(image.Width * image.Height, (float)scale);
        foreach (var edge in edges) forest.JoinIfAlike(edge.From, edge.To, edge.Difference);
        foreach (var edge in edges) forest.JoinIfSmall(edge.From, edge.To, leastSize);
        return forest.Map(image.Width);
    }

    private readonly record struct Edge(float Difference, int From, int To);

    // Each pixel with its four neighbours that come after it; equal differences stay in the order of pixels.
    private static Edge[] Edges(RegionImage image)
    {
        var (width, height) = (image.Width, image.Height);
        var edges = new Edge[4 * width * height];
        var count = 0;
        var red = image.Plane(0);
        var green = image.Plane(1);
        var blue = image.Plane(2);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var at = y * width + x;
                if (x + 1 < width) edges[count++] = Between(red, green, blue, at, at + 1);
                if (y + 1 >= height) continue;
                edges[count++] = Between(red, green, blue, at, at + width);
                if (x + 1 < width) edges[count++] = Between(red, green, blue, at, at + width + 1);
                if (x > 0) edges[count++] = Between(red, green, blue, at, at + width - 1);
            }
        }

        return Sorted(edges.AsSpan(0, count));
    }

    private static Edge Between(ReadOnlySpan<float> red, ReadOnlySpan<float> green, ReadOnlySpan<float> blue, int from, int to)
    {
        var (r, g, b) = (red[from] - red[to], green[from] - green[to], blue[from] - blue[to]);
        return new Edge(255 * MathF.Sqrt(r * r + g * g + b * b), from, to);
    }

    // The bits of positive floats rise as the floats do, so a radix sort serves: three turns of 11 bits, stable.
    private static Edge[] Sorted(Span<Edge> edges)
    {
        var (from, to) = (edges.ToArray(), new Edge[edges.Length]);
        var starts = new int[1 << 11];
        for (var shift = 0; shift < 32; shift += 11)
        {
            starts.AsSpan().Clear();
            foreach (ref readonly var edge in from.AsSpan()) starts[Digit(edge, shift)]++;
            var next = 0;
            foreach (ref var start in starts.AsSpan()) (start, next) = (next, next + start);
            foreach (ref readonly var edge in from.AsSpan()) to[starts[Digit(edge, shift)]++] = edge;
            (from, to) = (to, from);
        }

        return from;
    }

    private static int Digit(in Edge edge, int shift) => (BitConverter.SingleToInt32Bits(edge.Difference) >>> shift) & 0x7FF;

    private sealed class Forest
    {
        private readonly int[] _parents;
        private readonly int[] _sizes;
        private readonly float[] _thresholds;
        private readonly float _scale;

        public Forest(int pixels, float scale)
        {
            _scale = scale;
            _parents = [.. Enumerable.Range(0, pixels)];
            _sizes = new int[pixels];
            _thresholds = new float[pixels];
            _sizes.AsSpan().Fill(1);
            _thresholds.AsSpan().Fill(scale);
        }

        public void JoinIfAlike(int from, int to, float difference)
        {
            var (a, b) = (RootOf(from), RootOf(to));
            if (a == b || difference > _thresholds[a] || difference > _thresholds[b]) return;
            var root = Join(a, b);
            _thresholds[root] = difference + _scale / _sizes[root];
        }

        public void JoinIfSmall(int from, int to, int leastSize)
        {
            var (a, b) = (RootOf(from), RootOf(to));
            if (a != b && Math.Min(_sizes[a], _sizes[b]) < leastSize) Join(a, b);
        }

        public SegmentMap Map(int width)
        {
            var labels = new int[_parents.Length];
            for (var pixel = 0; pixel < labels.Length; pixel++) labels[pixel] = RootOf(pixel);
            return SegmentMap.Of(labels, width, labels.Length - 1);
        }

        private int Join(int a, int b)
        {
            var (root, leaf) = _sizes[a] >= _sizes[b] ? (a, b) : (b, a);
            _parents[leaf] = root;
            _sizes[root] += _sizes[leaf];
            return root;
        }

        private int RootOf(int pixel)
        {
            while (_parents[pixel] != pixel) pixel = _parents[pixel] = _parents[_parents[pixel]];
            return pixel;
        }
    }
}
