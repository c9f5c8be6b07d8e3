using System.Collections.Immutable;

namespace SoGar.Protocol.Recipes;

/// <summary>
/// Hierarchically decoupled spatial-temporal contrast, HDC (methods.md, section E). The first entry of <c>views.cut</c> cuts the spatial
/// subtask's views, the second one the temporal subtask's.
/// </summary>
public sealed record HdcRecipe
{
    /// <summary>Frames of the video from one frame of a view to the next; drawn per view.</summary>
    public ImmutableArray<int> Strides { get; init; } = [1, 2, 4];

    /// <summary>Two subtasks, each varying what the other keeps; else one pair that varies both.</summary>
    public bool Decoupled { get; init; } = true;

    /// <summary>Whether both subtasks use one query view: a quarter less to compute.</summary>
    public bool SharedQuery { get; init; }

    /// <summary>Probability that the frames of the spatial subtask's key are put into another order.</summary>
    public double PermuteKey { get; init; } = 0.5;

    /// <summary>Whether the temporal subtask tells the key from itself in another order.</summary>
    public bool ReorderedNegative { get; init; } = true;

    /// <summary>The backbone's maps that are contrasted, by name; every convolutional backbone has layer1 to layer4.</summary>
    public ImmutableArray<string> Levels { get; init; } = ["layer2", "layer3", "layer4"];

    /// <summary>Width of an embedding.</summary>
    public int Output { get; init; } = 128;

    /// <summary>Temperature of the contrast.</summary>
    public double Temperature { get; init; } = 0.07;

    /// <summary>Where negatives come from.</summary>
    public NegativeSource Negatives { get; init; } = NegativeSource.Queue;

    /// <summary>Keys of earlier steps kept per level and subtask; a multiple of the batch.</summary>
    public int Queue { get; init; } = 16_384;

    /// <summary>How levels are weighed.</summary>
    public LevelWeights Weights { get; init; } = LevelWeights.Invariance;

    /// <summary>Momentum of the average that weights are made of.</summary>
    public double InvarianceMomentum { get; init; } = 0.99;

    /// <summary>Least weight of a level.</summary>
    public double WeightMin { get; init; } = 0.1;

    /// <summary>Greatest weight of a level.</summary>
    public double WeightMax { get; init; } = 3;
}

/// <summary>Where a contrast's negatives come from.</summary>
public enum NegativeSource
{
    /// <summary>Keys of earlier steps.</summary>
    Queue,

    /// <summary>The other clips of the shard.</summary>
    Batch,
}

/// <summary>How the levels of a hierarchy are weighed against each other.</summary>
public enum LevelWeights
{
    /// <summary>By the mean cosine of queries and their keys.</summary>
    Invariance,

    /// <summary>By the mean probability with which a query finds its key.</summary>
    Posterior,

    /// <summary>By a learned uncertainty.</summary>
    Learned,

    /// <summary>All alike.</summary>
    Uniform,
}
