namespace SoGar.Compute.Video;

/// <summary>One frame of a view while it is altered: three borrowed planes of float RGB in [0, 1], row-major, of equal size.</summary>
internal readonly ref struct RgbPlanes
{
    /// <summary>Borrows three planes.</summary>
    public RgbPlanes(Span<float> red, Span<float> green, Span<float> blue)
    {
        if (red.Length != green.Length || red.Length != blue.Length)
            throw new ArgumentException("planes of one frame are of one size");
        Red = red;
        Green = green;
        Blue = blue;
    }

    public Span<float> Red { get; }

    public Span<float> Green { get; }

    public Span<float> Blue { get; }

    public int Length => Red.Length;
}
