namespace SoGar.Protocol.Recipes;

/// <summary>
/// Static and dynamic concepts (methods.md, section C). Its views are cut by the one entry of <c>views.cut</c>. Epochs may be fractions of one.
/// </summary>
public sealed record ConceptsRecipe
{
    /// <summary>Prototypes of what stands still.</summary>
    public int Static { get; init; } = 50;

    /// <summary>Prototypes of what moves.</summary>
    public int Dynamic { get; init; } = 50;

    /// <summary>Greatest step from a frame to the next; drawn uniformly from 1 to it, or to what fits two clips into the video.</summary>
    public double StrideMax { get; init; } = 3;

    /// <summary>Whether the first difference is taken against the last frame, as released; else it repeats the second.</summary>
    public bool DifferenceWrap { get; init; } = true;

    /// <summary>Whether the differences of a clip are divided by their root mean square + 0.02, as those of <see cref="InputRule.Difference"/> are.</summary>
    public bool DifferenceScaled { get; init; }

    /// <summary>Temperature of the codes in the alignment.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Regularisation of the optimal transport that balances targets.</summary>
    public double SinkhornEpsilon { get; init; } = 0.05;

    /// <summary>Its iterations.</summary>
    public int SinkhornIterations { get; init; } = 3;

    /// <summary>Codes of earlier steps that targets are balanced with, per kind of view; 0 for none.</summary>
    public int Queue { get; init; } = 1024;

    /// <summary>Epoch from which the queue counts.</summary>
    public double QueueFrom { get; init; } = 1;

    /// <summary>Epochs during which prototypes get no gradient.</summary>
    public double FrozenPrototypes { get; init; } = 1;

    /// <summary>Which views supervise each other.</summary>
    public AlignPairs AlignPairs { get; init; } = AlignPairs.CrossClip;

    /// <summary>What keeps codes sparse.</summary>
    public DiversityForm Diversity { get; init; } = DiversityForm.L1;

    /// <summary>Its weight (gamma); 0.01 suits <c>l1</c>, 0.1 <c>cross-entropy</c>.</summary>
    public double DiversityWeight { get; init; } = 0.01;

    /// <summary>How features are held against what the codes decode to.</summary>
    public FidelityForm Fidelity { get; init; } = FidelityForm.L2;

    /// <summary>Its weight (beta).</summary>
    public double FidelityWeight { get; init; } = 1;

    /// <summary>How concepts gather their features from the map.</summary>
    public ConceptAttentionForm Attention { get; init; } = ConceptAttentionForm.Slot;

    /// <summary>Concepts per view among which the valid ones are found; at most <see cref="Static"/> and <see cref="Dynamic"/>.</summary>
    public int LocalTop { get; init; } = 10;

    /// <summary>Distance beyond which a negative no longer repels.</summary>
    public double LocalMargin { get; init; } = 1.4;

    /// <summary>Which features the local contrast pairs.</summary>
    public LocalPairs LocalPairs { get; init; } = LocalPairs.Views;

    /// <summary>What the local contrast is divided by.</summary>
    public LocalNorm LocalNorm { get; init; } = LocalNorm.Official;

    /// <summary>Its weight (alpha); 0 leaves it out.</summary>
    public double LocalWeight { get; init; } = 1;

    /// <summary>Epoch from which it counts.</summary>
    public double LocalFrom { get; init; } = 10;

    /// <summary>Weight of the released code's extra contrast of whole clips; 0 leaves it out, as the paper does.</summary>
    public double InstanceWeight { get; init; }

    /// <summary>Its temperature.</summary>
    public double InstanceTemperature { get; init; } = 0.07;

    /// <summary>Its width.</summary>
    public int InstanceOutput { get; init; } = 128;

    /// <summary>All prototypes.</summary>
    public int All() => Static + Dynamic;
}

/// <summary>Which views' codes supervise each other.</summary>
public enum AlignPairs
{
    /// <summary>The video of one clip with the static and the dynamic view of the other.</summary>
    CrossClip,

    /// <summary>All views of both clips that share a set of concepts (the released code).</summary>
    All,
}

/// <summary>What keeps codes sparse.</summary>
public enum DiversityForm
{
    /// <summary>The sum of absolute codes (the paper).</summary>
    L1,

    /// <summary>Pushes the codes of the other kind of concept to uniform (the released code).</summary>
    CrossEntropy,
}

/// <summary>How a decoded feature is held against the feature.</summary>
public enum FidelityForm
{
    /// <summary>Squared distance over the width.</summary>
    L2,

    /// <summary>Minus the cosine (the released code).</summary>
    Cosine,
}

/// <summary>How concepts gather their features from the map.</summary>
public enum ConceptAttentionForm
{
    /// <summary>Concepts compete for positions, with projections, residual and MLP (the released code).</summary>
    Slot,

    /// <summary>Softmax over positions, nothing learned (the paper's formula).</summary>
    Plain,
}

/// <summary>Which features the local contrast pairs.</summary>
public enum LocalPairs
{
    /// <summary>Those of a static or dynamic view with those of the video (the paper).</summary>
    Views,

    /// <summary>Those of the two clips within each kind of view (the released code).</summary>
    SameKind,
}

/// <summary>What the local contrast is divided by.</summary>
public enum LocalNorm
{
    /// <summary>Negatives by the other clips, each direction by its valid concepts + 1.</summary>
    Official,

    /// <summary>The same over both directions together: their sums by all valid concepts + 1.</summary>
    Pooled,

    /// <summary>By the clips alone (the paper's formula).</summary>
    Seed,
}
