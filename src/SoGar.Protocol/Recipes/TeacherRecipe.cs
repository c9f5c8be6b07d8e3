namespace SoGar.Protocol.Recipes;

/// <summary>The teacher: an exponential moving average of the student (methods.md, B.4).</summary>
public sealed record TeacherRecipe
{
    /// <summary>Momentum at the first step.</summary>
    public double Momentum { get; init; } = 0.996;

    /// <summary>Momentum at the end of its cosine.</summary>
    public double MomentumEnd { get; init; } = 1.0;

    /// <summary>Statistics of the teacher's batch normalisation.</summary>
    public TeacherBatchNorm BatchNorm { get; init; } = TeacherBatchNorm.Batch;
}

/// <summary>Statistics of the teacher's batch normalisation.</summary>
public enum TeacherBatchNorm
{
    /// <summary>Those of the shard's global views.</summary>
    Batch,

    /// <summary>The moving average of the student's running statistics.</summary>
    EmaRunning,
}
