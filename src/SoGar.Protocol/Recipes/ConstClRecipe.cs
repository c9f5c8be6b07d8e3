namespace SoGar.Protocol.Recipes;

/// <summary>Contextualised space-time contrast, ConST-CL (methods.md, section D). Its two views are cut by the two entries of <c>views.cut</c>.</summary>
public sealed record ConstClRecipe
{
    /// <summary>Frames of the video from one frame of a view to the next.</summary>
    public int Stride { get; init; } = 2;

    /// <summary>Temperature of the contrast of whole clips.</summary>
    public double GlobalTemperature { get; init; } = 0.1;

    /// <summary>Width of a clip's embedding.</summary>
    public int GlobalOutput { get; init; } = 128;

    /// <summary>Temperature of the contrast of regions.</summary>
    public double LocalTemperature { get; init; } = 0.2;

    /// <summary>Weight of the contrast of regions (omega); 0 leaves it out.</summary>
    public double LocalWeight { get; init; } = 0.001;

    /// <summary>Where regions come from.</summary>
    public RegionRule Regions { get; init; } = RegionRule.Random;

    /// <summary>Regions of a view.</summary>
    public int RegionCount { get; init; } = 8;

    /// <summary>Bins along each side of a region.</summary>
    public int RegionBins { get; init; } = 4;

    /// <summary>Slices of the feature map that a region's query sees: 0 (none), or odd.</summary>
    public int Context { get; init; } = 5;

    /// <summary>Which slice of the feature map regions are cut from.</summary>
    public SliceSampling Sampling { get; init; } = SliceSampling.Center;

    /// <summary>How the context's positions enter.</summary>
    public ContextPosition Position { get; init; } = ContextPosition.Concat;

    /// <summary>Activation in the context head.</summary>
    public HeadActivation Activation { get; init; } = HeadActivation.Relu;

    /// <summary>Layers of the context head.</summary>
    public int HeadLayers { get; init; } = 3;

    /// <summary>Heads of a layer.</summary>
    public int Heads { get; init; } = 3;

    /// <summary>Width of a head.</summary>
    public int HeadWidth { get; init; } = 128;
}

/// <summary>Where regions come from.</summary>
public enum RegionRule
{
    /// <summary>Boxes at random places.</summary>
    Random,

    /// <summary>Boxes around the superpixels of SLIC.</summary>
    Slic,

    /// <summary>Boxes around the segments of Felzenszwalb and Huttenlocher, at two scales.</summary>
    Fh,

    /// <summary>The data set's boxes, mapped through the crop.</summary>
    Boxes,
}

/// <summary>Which slice of the feature map regions are cut from.</summary>
public enum SliceSampling
{
    /// <summary>The middle one of both views.</summary>
    Center,

    /// <summary>One drawn per view.</summary>
    Random,

    /// <summary>The slices of the two views that are nearest in the video's time.</summary>
    Nearest,
}

/// <summary>How the context's positions enter the head.</summary>
public enum ContextPosition
{
    /// <summary>As 16 channels beside the features (the released code).</summary>
    Concat,

    /// <summary>Added to keys and values (the paper's text).</summary>
    AddQkv,
}

/// <summary>Activation in the context head.</summary>
public enum HeadActivation
{
    /// <summary>The paper's text.</summary>
    Relu,

    /// <summary>The released code.</summary>
    Gelu,
}
