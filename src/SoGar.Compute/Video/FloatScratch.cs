namespace SoGar.Compute.Video;

/// <summary>Working space that is taken again and again by one thread; it grows to the largest demand and stays.</summary>
internal sealed class FloatScratch
{
    private float[] _floats = [];

    /// <summary>The space, valid until the next call. It holds finite numbers, left from whoever had it before.</summary>
    public Span<float> Take(int length)
    {
        if (_floats.Length < length)
            _floats = new float[length];
        return _floats.AsSpan(0, length);
    }
}
