using System.Collections.Immutable;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Video;

/// <summary>All that decides how one view looks: which frames, which part of them, and what is done to it. Plain data.</summary>
public sealed record ViewPlan
{
    /// <summary>Frame numbers in the order in which the view shows them; they need not ascend and may repeat.</summary>
    public required ImmutableArray<int> Frames { get; init; }

    /// <summary>The part of the frame that is shown.</summary>
    public required CropBox Crop { get; init; }

    /// <summary>Height and width of the view in pixels.</summary>
    public required int Size { get; init; }

    /// <summary>Flip, colour, blur and solarisation.</summary>
    public Photometry Photometry { get; init; } = Photometry.Plain;

    /// <summary>Means and deviations of the channels; what is shown is (value - mean) / deviation.</summary>
    public ChannelScale Scale { get; init; } = ChannelScale.None;

    /// <summary>Frames as they are, or their differences.</summary>
    public InputRule Input { get; init; } = InputRule.Rgb;

    /// <summary>Floats of the view: 3 channels x frames x size x size.</summary>
    public int Length => checked(3 * Frames.Length * Size * Size);

    /// <summary>The whole frame resized, nothing altered: what an evaluation looks at.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="recipe">Normalisation and input rule, as in training.</param>
    /// <param name="frames">Frames of the view.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <param name="windowFrames">Frames in the middle of the clip that the view's are spread over; 0 takes the whole clip.</param>
    public static ViewPlan Intact(ClipFacts clip, ViewsRecipe recipe, int frames, int size, int windowFrames)
    {
        var length = windowFrames is > 0 && windowFrames < clip.FrameCount ? windowFrames : clip.FrameCount;
        var start = (clip.FrameCount - length) / 2;
        return new ViewPlan
        {
            Frames = [.. new FrameSpan(start, start + length - 1).Pick(frames, clip.FrameCount)],
            Crop = CropBox.Whole(clip.Width, clip.Height),
            Size = size,
            Scale = ChannelScale.From(recipe),
            Input = recipe.Input,
        };
    }
}
