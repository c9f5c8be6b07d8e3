using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>
/// Draws one view from decoded frames that come in any order: crop, resize and flip, jitter, grayscale, blur, solarisation, normalisation,
/// and at the end the differences if the plan wants them.
/// </summary>
internal sealed class ViewRenderer(ViewPlan plan, int clipWidth, int clipHeight, FloatScratch scratch)
{
    private readonly GaussianBlur? _blur = plan.Photometry.BlurSigma > 0 ? new GaussianBlur(plan.Photometry.BlurSigma, plan.Size) : null;
    private ViewCropper? _cropper;

    private int PlaneLength => plan.Size * plan.Size;

    /// <summary>Draws one frame of the view.</summary>
    /// <param name="frame">The decoded frame.</param>
    /// <param name="position">Its position in the view, from 0.</param>
    /// <param name="view">float32 [3, frames, size, size]; borrowed.</param>
    public void Draw(YuvFrame frame, int position, Span<float> view)
    {
        if (_cropper?.Width != frame.Width || _cropper.Height != frame.Height)
        {
            var crop = plan.Crop.Scaled(clipWidth, clipHeight, frame.Width, frame.Height);
            _cropper = new ViewCropper(crop, frame.Width, frame.Height, plan.Size, plan.Photometry.Flip);
        }

        var planes = new RgbPlanes(Plane(view, 0, position), Plane(view, 1, position), Plane(view, 2, position));
        _cropper.Cut(frame, planes, scratch);
        Alter(planes);
    }

    /// <summary>Repeats a frame that was drawn already at another position.</summary>
    public void Repeat(int drawn, int position, Span<float> view)
    {
        for (var channel = 0; channel < 3; channel++)
            Plane(view, channel, drawn).CopyTo(Plane(view, channel, position));
    }

    /// <summary>Does what needs all frames of the view.</summary>
    public void Finish(Span<float> view)
    {
        if (plan.Input == InputRule.Difference)
            FrameDifference.Apply(view[..plan.Length], plan.Frames.Length);
    }

    private void Alter(RgbPlanes planes)
    {
        var changes = plan.Photometry;
        if (changes.Jitter is { } jitter)
            ColorJitter.Apply(planes, jitter);
        if (changes.Grayscale)
            Tone.Grayscale(planes);
        _blur?.Apply(planes, scratch);
        if (changes.Solarise)
            Tone.Solarise(planes, Photometry.SolariseThreshold);
        Tone.Normalise(planes, plan.Scale);
    }

    private Span<float> Plane(Span<float> view, int channel, int position) =>
        view.Slice((channel * plan.Frames.Length + position) * PlaneLength, PlaneLength);
}
