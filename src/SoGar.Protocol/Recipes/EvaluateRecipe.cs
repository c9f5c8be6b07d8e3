using System.Collections.Immutable;

namespace SoGar.Protocol.Recipes;

/// <summary>How what was learned is measured on frozen features (methods.md, F.2).</summary>
public sealed record EvaluateRecipe
{
    /// <summary>Whose features.</summary>
    public FeatureSource Features { get; init; } = FeatureSource.Teacher;

    /// <summary>Steps of pretraining between two evaluations on the side, at the next checkpoint each; 0 for none.</summary>
    public int Every { get; init; }

    /// <summary>What the network is shown.</summary>
    public EvaluatedInput Input { get; init; } = EvaluatedInput.Trained;

    /// <summary>Frames of a clip.</summary>
    public int Frames { get; init; } = 8;

    /// <summary>Height and width in pixels; the whole frame is resized to it.</summary>
    public int Size { get; init; } = 224;

    /// <summary>A second look at each clip, at more and smaller frames.</summary>
    public FastRecipe Fast { get; init; } = new();

    /// <summary>Frames in the middle of the clip that <see cref="Frames"/> are spread over; 0 takes the whole clip.</summary>
    public int WindowFrames { get; init; }

    /// <summary>Neighbours that vote.</summary>
    public int KnnK { get; init; } = 10;

    /// <summary>Temperature of a neighbour's vote.</summary>
    public double KnnTemperature { get; init; } = 0.07;

    /// <summary>Candidate L2 weights of the probe; the best on a held-out fifth of the training clips is taken.</summary>
    public ImmutableArray<double> ProbeL2 { get; init; } = [1e-3, 1e-2, 1e-1];

    /// <summary>L-BFGS iterations of the probe.</summary>
    public int ProbeIterations { get; init; } = 150;

    /// <summary>How the linear probe is fitted.</summary>
    public ProbeRule Probe { get; init; } = ProbeRule.Lbfgs;

    /// <summary>The probe of <see cref="ProbeRule.Sgd"/>.</summary>
    public SgdRecipe Sgd { get; init; } = new();

    /// <summary>How many clips, at evenly spaced starts, and crops of each stand for a test video.</summary>
    public ViewTestRecipe Test { get; init; } = new();

    /// <summary>Fine-tuning, and the training of the heads of localisation and tracking.</summary>
    public TuneRecipe Tune { get; init; } = new();

    /// <summary>Spatio-temporal localisation.</summary>
    public LocaliseRecipe Localise { get; init; } = new();

    /// <summary>Single-object tracking.</summary>
    public TrackRecipe Track { get; init; } = new();

    /// <summary>Clips of one forward pass.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>Test clips whose attention is drawn.</summary>
    public int Pictures { get; init; } = 8;
}

/// <summary>What an evaluation shows of the normalised frames.</summary>
public enum EvaluatedInput
{
    /// <summary>What <c>views.input</c> says.</summary>
    Trained,

    /// <summary>As <see cref="InputRule.Rgb"/>.</summary>
    Rgb,

    /// <summary>As <see cref="InputRule.Difference"/>: for methods that take frames and differences alike.</summary>
    Difference,
}

/// <summary>Whose features are evaluated.</summary>
public enum FeatureSource
{
    /// <summary>The teacher's backbone.</summary>
    Teacher,

    /// <summary>The student's backbone.</summary>
    Student,
}

/// <summary>A second look at each clip, at more and smaller frames, through the same backbone (methods.md, A.1, "slow-fast inference").</summary>
public sealed record FastRecipe
{
    /// <summary>Frames; 0 for no second look. SVT: 64.</summary>
    public int Frames { get; init; }

    /// <summary>Height and width in pixels.</summary>
    public int Size { get; init; } = 96;

    /// <summary>How the two embeddings become one.</summary>
    public FastJoin Join { get; init; } = FastJoin.Mean;
}

/// <summary>How the embeddings of two looks become one.</summary>
public enum FastJoin
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>One behind the other: twice the width.</summary>
    Concat,
}
