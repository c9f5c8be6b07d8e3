using System.Collections.Immutable;

namespace SoGar.Protocol.Recipes;

/// <summary>Which views are cut from a video (methods.md, B.1) and how they are altered (B.6).</summary>
public sealed record ViewsRecipe
{
    /// <summary>The part of a video that an item's views are cut from.</summary>
    public WindowRule Window { get; init; } = WindowRule.TenSeconds;

    /// <summary>Channel means in [0, 1], subtracted.</summary>
    public ImmutableArray<double> Mean { get; init; } = [0.485, 0.456, 0.406];

    /// <summary>Channel deviations, divided by.</summary>
    public ImmutableArray<double> Std { get; init; } = [0.229, 0.224, 0.225];

    /// <summary>What the network sees of the normalised frames.</summary>
    public InputRule Input { get; init; } = InputRule.Rgb;

    /// <summary>Augmentations by name; views refer to them.</summary>
    public ImmutableSortedDictionary<string, AugmentRecipe> Augment { get; init; } = ImmutableSortedDictionary<string, AugmentRecipe>.Empty
        .Add("global", new AugmentRecipe { Blur = 0.1, Solarise = 0.2 })
        .Add("local", new AugmentRecipe());

    /// <summary>The views, in the order in which the networks see them.</summary>
    public ImmutableArray<ViewRecipe> Cut { get; init; } =
    [
        new() { Role = ViewRole.Teacher, Frames = [8], Size = 480, Span = SpanRule.Whole, Area = [0.4, 1.0], Augment = "global" },
        new() { Role = ViewRole.Tcl, Frames = [2, 4, 8, 16], Size = 96, Span = SpanRule.Share, Area = [0.4, 1.0], Augment = "local" },
        new() { Role = ViewRole.Scl, Count = 16, Frames = [2, 4, 8, 16], Size = 96, Span = SpanRule.Share, Area = [0.05, 0.4], Boxes = true,
            Augment = "local" },
    ];
}

/// <summary>One kind of view.</summary>
public sealed record ViewRecipe
{
    /// <summary>Who sees the view, and in which loss it counts.</summary>
    public ViewRole Role { get; init; } = ViewRole.Scl;

    /// <summary>Views of this kind per item.</summary>
    public int Count { get; init; } = 1;

    /// <summary>
    /// Frames of a view. With several numbers and at least as many views they are dealt in turn;
    /// with fewer views than numbers each view draws one per step, the same for all samples of the step.
    /// </summary>
    public ImmutableArray<int> Frames { get; init; } = [8];

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; init; } = 96;

    /// <summary>The part of the item's window that the frames are spread over.</summary>
    public SpanRule Span { get; init; } = SpanRule.Share;

    /// <summary>Length of the span as a share of the window, where <see cref="Span"/> is <see cref="SpanRule.Share"/>.</summary>
    public double SpanShare { get; init; } = 0.125;

    /// <summary>Least and greatest area of the crop, as shares of the frame.</summary>
    public ImmutableArray<double> Area { get; init; } = [0.05, 0.4];

    /// <summary>Least and greatest width-to-height ratio of the crop, drawn log-uniformly.</summary>
    public ImmutableArray<double> Aspect { get; init; } = [3.0 / 4, 4.0 / 3];

    /// <summary>Whether crops are guided by the data set's boxes where it has some.</summary>
    public bool Boxes { get; init; }

    /// <summary>A name in <see cref="ViewsRecipe.Augment"/>.</summary>
    public string Augment { get; init; } = "local";
}

/// <summary>Who sees a view.</summary>
public enum ViewRole
{
    /// <summary>The teacher; the target of both losses. Exactly one.</summary>
    Teacher,

    /// <summary>The student; the temporal collaborative loss.</summary>
    Tcl,

    /// <summary>The student; the spatial collaborative loss.</summary>
    Scl,

    /// <summary>SVT: teacher and student; every other view of the clip is held against it.</summary>
    Global,

    /// <summary>SVT: the student alone.</summary>
    Local,

    /// <summary>A clip whose part in the loss its method tells by position.</summary>
    Clip,
}

/// <summary>The part of a video that an item's views are cut from.</summary>
public enum WindowRule
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>All of it up to ten seconds; of a longer one ten seconds at a random start.</summary>
    TenSeconds,

    /// <summary>SVT's: 32 x 8 frames at 30 frames a second, at a random start.</summary>
    Svt,
}

/// <summary>The part of an item's window that a view's frames are spread over.</summary>
public enum SpanRule
{
    /// <summary>All of it.</summary>
    Whole,

    /// <summary>A share of it at a random start.</summary>
    Share,

    /// <summary>One half, drawn per item.</summary>
    Half,

    /// <summary>The half that <see cref="Half"/> did not take.</summary>
    OtherHalf,

    /// <summary>SVT's first global view: all but the last five frames.</summary>
    SvtFirst,

    /// <summary>SVT's second global view: all but the first five frames.</summary>
    SvtSecond,
}

/// <summary>What the network sees of normalised frames.</summary>
public enum InputRule
{
    /// <summary>The frames.</summary>
    Rgb,

    /// <summary>Differences of consecutive sampled frames, the first one repeated, over their RMS in the view + 0.02 (demo-task.md, section 2).</summary>
    Difference,
}

/// <summary>Photometric changes of a view, drawn once and applied to all its frames (methods.md, B.6).</summary>
public sealed record AugmentRecipe
{
    /// <summary>Probability of a left-right flip.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Probability of colour jitter.</summary>
    public double Jitter { get; init; } = 0.8;

    /// <summary>Brightness factors are drawn from 1 - b to 1 + b.</summary>
    public double Brightness { get; init; } = 0.4;

    /// <summary>Contrast factors are drawn from 1 - c to 1 + c.</summary>
    public double Contrast { get; init; } = 0.4;

    /// <summary>Saturation factors are drawn from 1 - s to 1 + s.</summary>
    public double Saturation { get; init; } = 0.2;

    /// <summary>Hue shifts are drawn from -h to h turns; 0.5 means anywhere.</summary>
    public double Hue { get; init; } = 0.1;

    /// <summary>Probability of losing colour.</summary>
    public double Grayscale { get; init; } = 0.2;

    /// <summary>Probability of a Gaussian blur, sigma 0.1 to 2 pixels, kernel a tenth of the size.</summary>
    public double Blur { get; init; }

    /// <summary>Probability of solarisation at 0.5.</summary>
    public double Solarise { get; init; }
}
