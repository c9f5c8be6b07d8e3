namespace SoGar.Compute.Video;

/// <summary>The part of a frame that a view shows, in pixels.</summary>
public readonly record struct CropBox(int X, int Y, int Width, int Height)
{
    /// <summary>All of a frame.</summary>
    public static CropBox Whole(int width, int height) => new(0, 0, width, height);

    /// <summary>The same part of a frame of another size, for streams that change theirs.</summary>
    public CropBox Scaled(int fromWidth, int fromHeight, int toWidth, int toHeight)
    {
        if ((fromWidth, fromHeight) == (toWidth, toHeight))
            return this;
        var left = Math.Min((int)((long)X * toWidth / fromWidth), toWidth - 1);
        var top = Math.Min((int)((long)Y * toHeight / fromHeight), toHeight - 1);
        var width = (int)Math.Clamp((long)Width * toWidth / fromWidth, 1, toWidth - left);
        var height = (int)Math.Clamp((long)Height * toHeight / fromHeight, 1, toHeight - top);
        return new CropBox(left, top, width, height);
    }
}
