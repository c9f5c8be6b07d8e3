namespace SoGar.Compute.Video;

/// <summary>An open clip that views are rendered from. One thread at a time.</summary>
public sealed class Clip : IDisposable
{
    private readonly IFrameSource _frames;
    private readonly FloatScratch _scratch;

    internal Clip(IFrameSource frames, FloatScratch scratch) => (_frames, _scratch) = (frames, scratch);

    /// <summary>What the sampler has to know; boxes are added by whoever has them.</summary>
    public ClipFacts Facts => _frames.Facts;

    /// <summary>Renders views in one decode pass over the frames that any of them needs.</summary>
    /// <param name="plans">The views.</param>
    /// <param name="buffer">Says where each view goes; asked several times, for one view at a time.</param>
    /// <exception cref="VideoException">A frame cannot be had; the buffers hold nothing of use then.</exception>
    public void Render(ReadOnlySpan<ViewPlan> plans, ViewBuffer buffer)
    {
        var demand = new FrameDemand(plans);
        var renderers = new ViewRenderer[plans.Length];
        for (var view = 0; view < plans.Length; view++)
            renderers[view] = new ViewRenderer(plans[view], Facts.Width, Facts.Height, _scratch);

        Read(demand.Frames, frame =>
        {
            var (lastView, drawn) = (-1, -1);
            foreach (var (_, view, position) in demand.UsesOf(frame.Index))
            {
                if (view == lastView)
                {
                    renderers[view].Repeat(drawn, position, buffer(view));
                    continue;
                }

                renderers[view].Draw(frame, position, buffer(view));
                (lastView, drawn) = (view, position);
            }
        });
        for (var view = 0; view < renderers.Length; view++)
            renderers[view].Finish(buffer(view));
    }

    /// <summary>Shows frames in one decode pass.</summary>
    /// <param name="frames">Frame numbers, ascending, without repetition.</param>
    /// <param name="visit">Called for each frame; the frame is borrowed for the call.</param>
    /// <exception cref="VideoException">A frame cannot be had.</exception>
    public void Read(ReadOnlySpan<int> frames, FrameVisitor visit) => _frames.Read(frames, visit);

    /// <summary>Closes the file, if one is open.</summary>
    public void Dispose() => _frames.Dispose();
}
