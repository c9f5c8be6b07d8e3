namespace SoGar.Protocol.Recipes;

/// <summary>
/// Describes one run completely; with the videos it determines every bit of the result. Keys in a file are the kebab-case names of these
/// properties (hocon/reference.conf documents each); the values here are the defaults.
/// </summary>
public sealed record Recipe
{
    /// <summary>What people call the run when they do not name it themselves.</summary>
    public string Name { get; init; } = "sogar";

    /// <summary>The pretraining method.</summary>
    public Method Method { get; init; } = Method.Sogar;

    /// <summary>Keys every random draw of the run.</summary>
    public ulong Seed { get; init; }

    /// <summary>Optimizer updates in the run; 1 or more.</summary>
    public int Steps { get; init; } = 10_000;

    /// <summary>Samples of one step over all shards; a multiple of <see cref="Shards"/>.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Fixed slices of the batch. The result depends on this number, never on that of the trainers.</summary>
    public int Shards { get; init; } = 4;

    /// <summary>Replicas that share the shards out among them; more than <see cref="Shards"/> would idle.</summary>
    public int Trainers { get; init; } = 1;

    /// <summary>Threads of one trainer's arithmetic; part of the numeric profile.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>What computes forward and backward passes; part of the numeric profile. Sums and the optimizer stay on the CPU.</summary>
    public DeviceRule Device { get; init; } = DeviceRule.Auto;

    /// <summary>Arithmetic of the forward and backward passes; parameters and sums are float32 always.</summary>
    public Precision Precision { get; init; } = Precision.Bf16;

    /// <summary>Where the videos are and how they are read.</summary>
    public DataRecipe Data { get; init; } = new();

    /// <summary>Which views are cut from a video.</summary>
    public ViewsRecipe Views { get; init; } = new();

    /// <summary>The backbone.</summary>
    public ModelRecipe Model { get; init; } = new();

    /// <summary>Projector and predictor.</summary>
    public HeadsRecipe Heads { get; init; } = new();

    /// <summary>The objective.</summary>
    public LossRecipe Loss { get; init; } = new();

    /// <summary>What only <see cref="Method.Concepts"/> reads.</summary>
    public ConceptsRecipe Concepts { get; init; } = new();

    /// <summary>What only <see cref="Method.ConstCl"/> reads.</summary>
    public ConstClRecipe ConstCl { get; init; } = new();

    /// <summary>What only <see cref="Method.Hdc"/> reads.</summary>
    public HdcRecipe Hdc { get; init; } = new();

    /// <summary>The optimizer and its schedules.</summary>
    public OptimizerRecipe Optimizer { get; init; } = new();

    /// <summary>The teacher's average.</summary>
    public TeacherRecipe Teacher { get; init; } = new();

    /// <summary>How contributions of shards become one sum.</summary>
    public ExchangeRecipe Exchange { get; init; } = new();

    /// <summary>When the state is written and what is kept.</summary>
    public CheckpointRecipe Checkpoint { get; init; } = new();

    /// <summary>How the run lives on several nodes.</summary>
    public ClusterRecipe Cluster { get; init; } = new();

    /// <summary>How what was learned is measured.</summary>
    public EvaluateRecipe Evaluate { get; init; } = new();

    /// <summary>Samples of one shard in one step.</summary>
    public int ShardSize() => Batch / Shards;

    /// <summary>The recipe with the views that an evaluation shows, by <see cref="EvaluateRecipe.Input"/>.</summary>
    public Recipe ForEvaluation() => Evaluate.Input switch
    {
        EvaluatedInput.Rgb => this with { Views = Views with { Input = InputRule.Rgb } },
        EvaluatedInput.Difference => this with { Views = Views with { Input = InputRule.Difference } },
        _ => this,
    };
}

/// <summary>The pretraining methods.</summary>
public enum Method
{
    /// <summary>SoGAR: teacher and student, temporal and spatial collaborative losses (methods.md, section B).</summary>
    Sogar,

    /// <summary>SVT: teacher and student over several global and local views of a clip (methods.md, section B).</summary>
    Svt,

    /// <summary>Static and dynamic concepts (methods.md, section C).</summary>
    Concepts,

    /// <summary>ConST-CL: contrast of clips and of regions in their context (methods.md, section D).</summary>
    ConstCl,

    /// <summary>HDC: hierarchically decoupled spatial-temporal contrast (methods.md, section E).</summary>
    Hdc,
}

/// <summary>What computes the shards of a run.</summary>
public enum DeviceRule
{
    /// <summary>A node's GPUs, or its CPU where libtorch can use none.</summary>
    Auto,

    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>GPUs; a node that has none is refused.</summary>
    Cuda,
}

/// <summary>Arithmetic of forward and backward passes.</summary>
public enum Precision
{
    /// <summary>32-bit floats throughout.</summary>
    Fp32,

    /// <summary>bfloat16 matrix products by autocast; float32 residual stream, normalisation, parameters and sums.</summary>
    Bf16,
}
