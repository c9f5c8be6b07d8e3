using System.Collections.Immutable;

namespace SoGar.Protocol.Recipes;

/// <summary>How the linear probe is fitted.</summary>
public enum ProbeRule
{
    /// <summary>To the end, by L-BFGS on standardised features.</summary>
    Lbfgs,

    /// <summary>By gradient descent, as the papers do (methods.md, F.2).</summary>
    Sgd,
}

/// <summary>The linear probe by gradient descent with momentum 0.9; defaults are SVT's.</summary>
public sealed record SgdRecipe
{
    /// <summary>Passes over the training clips.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Clips of one update.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Learning rate of a batch of 256; scaled to <see cref="Batch"/>.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Whether features are brought to unit length first, as ConST-CL does.</summary>
    public bool Normalise { get; init; }
}

/// <summary>What stands for a test video (methods.md, F.1 and F.3).</summary>
public sealed record ViewTestRecipe
{
    /// <summary>Clips of a video, at evenly spaced starts.</summary>
    public int Clips { get; init; } = 1;

    /// <summary>Crops of a clip: 1 is the whole frame, 3 are squares at both ends and in the middle of the longer side.</summary>
    public int Crops { get; init; } = 1;

    /// <summary>Whether the last clip ends where the video does; else starts are at shares i / n, as the released code has them.</summary>
    public bool ReachEnd { get; init; }

    /// <summary>What is averaged over views.</summary>
    public EnsembleRule Ensemble { get; init; } = EnsembleRule.Softmax;

    /// <summary>Segments of which each gives one frame, instead of frames at equal distances; 0 for none. Volleyball has 5 of 2 frames, NBA 18 of 4.</summary>
    public int Segments { get; init; }

    /// <summary>Frames of a segment.</summary>
    public int SegmentFrames { get; init; } = 2;
}

/// <summary>What is averaged over the views of a video.</summary>
public enum EnsembleRule
{
    /// <summary>Probabilities.</summary>
    Softmax,

    /// <summary>Scores before the softmax, as SVT's meter does.</summary>
    Logit,
}

/// <summary>Training with labels from a backbone on (methods.md, F.2). Defaults are TimeSformer's, with a batch for one machine.</summary>
public sealed record TuneRecipe
{
    /// <summary>Whether the backbone stays as it is and the head alone is trained.</summary>
    public bool Frozen { get; init; }

    /// <summary>How gradients move the weights.</summary>
    public OptimizerRule Rule { get; init; } = OptimizerRule.Sgd;

    /// <summary>Peak learning rate.</summary>
    public double LearningRate { get; init; } = 5e-3;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>
    /// What the learning rate is taken times from each layer to the one below it; 1 has all layers move alike. The end-to-end default of F.3 is 0.75.
    /// </summary>
    public double LayerDecay { get; init; } = 1;

    /// <summary>Threads of the arithmetic, on which the figures' last digits depend; 0 takes as many as the machine has processors.</summary>
    public int Threads { get; init; }

    /// <summary>Passes over the training items.</summary>
    public int Epochs { get; init; } = 15;

    /// <summary>Items of one update.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Share of the updates over which the learning rate rises from 0.</summary>
    public double Warmup { get; init; }

    /// <summary>How the learning rate falls.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Steps;

    /// <summary>With steps: shares of the training at which the learning rate falls to a tenth.</summary>
    public ImmutableArray<double> Milestones { get; init; } = [0.733, 0.933];

    /// <summary>Share of a clip's features that are left out before a linear head, in training.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Least and greatest area of a training crop, as shares of the frame.</summary>
    public ImmutableArray<double> Area { get; init; } = [0.5, 1.0];

    /// <summary>Probability of a mirrored training clip; left and right are labels of Volleyball, NBA and the synthetic clips.</summary>
    public double Flip { get; init; }
}

/// <summary>Spatio-temporal localisation: ROIAlign, action transformer, sigmoid classes (methods.md, F.4).</summary>
public sealed record LocaliseRecipe
{
    /// <summary>Bins along each side of a person's box.</summary>
    public int Bins { get; init; } = 4;

    /// <summary>Layers of the action transformer.</summary>
    public int Layers { get; init; } = 3;

    /// <summary>Heads of a layer.</summary>
    public int Heads { get; init; } = 3;

    /// <summary>Width of a head.</summary>
    public int HeadWidth { get; init; } = 128;

    /// <summary>Frames of the video from one frame of a clip to the next; the clip's middle is the key frame.</summary>
    public int Stride { get; init; } = 2;

    /// <summary>Whose boxes are classified in the test: the annotators' or a detector's.</summary>
    public BoxSource Boxes { get; init; } = BoxSource.Truth;

    /// <summary>Least score of a detector's box.</summary>
    public double LeastScore { get; init; } = 0.8;
}

/// <summary>Whose boxes are classified.</summary>
public enum BoxSource
{
    /// <summary>The annotators'.</summary>
    Truth,

    /// <summary>A detector's, from the data set's file of predicted boxes.</summary>
    Detected,
}

/// <summary>Single-object tracking by a Siamese head (methods.md, F.5).</summary>
public sealed record TrackRecipe
{
    /// <summary>Side of the exemplar in pixels; rounded up to what the backbone's stride divides.</summary>
    public int Exemplar { get; init; } = 127;

    /// <summary>Side of the search area in pixels; rounded up likewise.</summary>
    public int Search { get; init; } = 255;

    /// <summary>Frames that are seen at once, the current one in the middle; odd.</summary>
    public int Frames { get; init; } = 5;

    /// <summary>
    /// Deepest stages of r3d50 and r3d50y that keep the resolution of the one before, by dilation; other backbones have no such variant. 2 gives a stride of 8
    /// pixels.
    /// </summary>
    public int Dilated { get; init; } = 2;

    /// <summary>Channels that exemplar and search area are compared in.</summary>
    public int Width { get; init; } = 128;

    /// <summary>Pairs drawn from each training sequence in an epoch.</summary>
    public int Pairs { get; init; } = 4;

    /// <summary>Most frames between the two of a pair.</summary>
    public int Distance { get; init; } = 50;

    /// <summary>Factor between two of the three scales that are tried.</summary>
    public double ScaleStep { get; init; } = 1.0375;

    /// <summary>What the response at another scale is taken times.</summary>
    public double ScalePenalty { get; init; } = 0.9745;

    /// <summary>Share of a new scale that is taken over.</summary>
    public double ScaleSmoothing { get; init; } = 0.59;

    /// <summary>Weight of the window that prefers small displacements.</summary>
    public double Window { get; init; } = 0.176;

    /// <summary>Factor by which responses are enlarged.</summary>
    public int Upsampling { get; init; } = 16;
}
