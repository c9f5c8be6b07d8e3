using SoGar.Compute.Data;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// Turns the key of a clip into frames: a pure function of (key, size, frame rate, frame), whatever was rendered before. Holds the buffers of one
/// worker; not for two threads at once.
/// </summary>
public sealed class ClipRenderer
{
    private static readonly Rgb BallColour = new(1, 0.95f, 0.75f);
    private const float BallRadius = 1.5f;

    private readonly Scene _scene;
    private readonly CourtPicture _court;
    private readonly Canvas _canvas;

    /// <summary>Draws the scene and paints its court.</summary>
    /// <param name="key">Which clip.</param>
    /// <param name="format">Size, length and frame rate.</param>
    /// <param name="withTarget">Whether an object to be tracked drifts over the scene.</param>
    public ClipRenderer(ClipKey key, ClipFormat format, bool withTarget = false)
    {
        Format = format;
        _scene = Scene.Draw(key, format.FrameCount, format.FramesPerSecond, withTarget);
        _court = CourtPicture.Paint(_scene.Court, format.Width, format.Height);
        _canvas = new Canvas(format.Width, format.Height);
    }

    /// <summary>Size, length and frame rate of the clip.</summary>
    public ClipFormat Format { get; }

    /// <summary>Renders one frame as BT.601 limited-range yuv420p.</summary>
    /// <param name="frameIndex">From 0.</param>
    /// <param name="frame">Receives <see cref="ClipFormat.FrameBytes"/> bytes: luma [H, W], Cb [H/2, W/2], Cr [H/2, W/2].</param>
    public void Render(int frameIndex, Span<byte> frame)
    {
        Paint(_canvas, frameIndex, withPeople: true);
        Develop(frameIndex);
        Yuv420.Write(_canvas, frame);
    }

    /// <summary>The boxes of the players in sight, by player; someone seen at two opposite edges at once has two.</summary>
    public IReadOnlyList<PlayerBox> BoxesAt(int frameIndex) => _scene.BoxesAt(ViewAt(frameIndex), frameIndex);

    /// <summary>The box of the object to be tracked, in pixels.</summary>
    /// <exception cref="InvalidOperationException">The clip has none.</exception>
    public Box TargetAt(int frameIndex) => _scene.Target is { } target
        ? target.BoxAt(ViewAt(frameIndex), _scene.SecondsAt(frameIndex)).Clipped(Format.Width, Format.Height)
        : throw new InvalidOperationException("the clip was drawn without a target");

    /// <summary>The boxes of every frame.</summary>
    public BoxTrack Boxes() => BoxTrack.Of(
        from frame in Enumerable.Range(0, Format.FrameCount)
        from box in BoxesAt(frame)
        select (frame, box));

    /// <summary>Paints a frame before light and noise reach the sensor, with or without people and ball.</summary>
    internal void Paint(Canvas canvas, int frameIndex, bool withPeople)
    {
        var view = ViewAt(frameIndex);
        _court.Show(view, canvas);
        if (!withPeople)
            return;

        foreach (var figure in _scene.FiguresAt(view, frameIndex))
            PlayerSprite.Paint(canvas, view, figure.Place, figure.Look);

        var ball = view.ToPixels(_scene.Ball.At(_scene.SecondsAt(frameIndex), _scene.PlacesAt(frameIndex)));
        canvas.FillEllipse(ball.X, ball.Y, BallRadius * view.Scale, BallRadius * view.Scale, BallColour);
        _scene.Target?.Paint(canvas, view, _scene.SecondsAt(frameIndex));
    }

    private void Develop(int frameIndex)
    {
        var exposure = _scene.Camera.ExposureAt(_scene.SecondsAt(frameIndex));
        var number = (uint)frameIndex * 3u * (uint)(Format.Width * Format.Height);
        foreach (var plane in _canvas.Planes)
        {
            _scene.Grain.Develop(plane, exposure, number);
            number += (uint)plane.Length;
        }
    }

    private View ViewAt(int frameIndex) => _scene.Camera.At(_scene.SecondsAt(frameIndex), Format.Width, Format.Height);
}
