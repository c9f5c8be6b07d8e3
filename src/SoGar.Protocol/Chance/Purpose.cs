namespace SoGar.Protocol.Chance;

/// <summary>What a random draw is for. Part of the key of every draw, so that two uses never share a stream; values are published and never reused.</summary>
public enum Purpose
{
    /// <summary>The order of samples in an epoch.</summary>
    SampleOrder = 1,

    /// <summary>Which sample stands in for one that cannot be decoded.</summary>
    Replacement = 2,

    /// <summary>The window of a video that an item is cut from.</summary>
    Window = 3,

    /// <summary>The time span, the crop and the photometric parameters of a view.</summary>
    View = 4,

    /// <summary>The number of frames of views whose recipe lists several.</summary>
    FrameCount = 5,

    /// <summary>Initial weights.</summary>
    Weights = 6,

    /// <summary>Drop-path masks.</summary>
    DropPath = 7,

    /// <summary>The synthetic videos.</summary>
    Synthesis = 8,

    /// <summary>The order of frames in the shuffled control of an evaluation.</summary>
    FrameShuffle = 9,

    /// <summary>The held-out part of the training clips of a probe.</summary>
    ProbeSplit = 10,

    /// <summary>Delays of restarts and retries.</summary>
    Backoff = 11,

    /// <summary>The simulator's own choices.</summary>
    Simulation = 12,

    /// <summary>Inputs of tests and benchmarks.</summary>
    Test = 13,

    /// <summary>Order, views, pairs and masks of the training of a head or of fine-tuning.</summary>
    Tuning = 40,
    /// <summary>Regions of a view that a loss looks at, and the slice of the feature map that they are cut from.</summary>
    Regions = 14,
}
