namespace SoGar.Protocol.Recipes;

/// <summary>The objective (methods.md, B.3).</summary>
public sealed record LossRecipe
{
    /// <summary>How a student embedding is held against the teacher's.</summary>
    public LossTarget Target { get; init; } = LossTarget.Softmax;

    /// <summary>With <see cref="LossTarget.Literal"/>: takes the predictor's raw output as logits. Unbounded below; for study only.</summary>
    public bool LiteralRaw { get; init; }

    /// <summary>Which view enters the temporal collaborative loss.</summary>
    public TclView TclView { get; init; } = TclView.Temporal;

    /// <summary>Temperature of the student's logits.</summary>
    public double StudentTemperature { get; init; } = 0.1;

    /// <summary>Temperature of the teacher's target.</summary>
    public double TeacherTemperature { get; init; } = 0.04;

    /// <summary>Temperature at the end of the teacher's linear warm-up; equal to <see cref="TeacherTemperature"/> for none.</summary>
    public double TeacherTemperatureEnd { get; init; } = 0.04;

    /// <summary>Share of the steps over which the teacher's temperature moves.</summary>
    public double TeacherTemperatureWarmup { get; init; }

    /// <summary>Weight of the old centre in its moving average.</summary>
    public double CentreMomentum { get; init; } = 0.9;

    /// <summary>Weight of the variance hinge, the mean over dimensions of max(0, 1 - sqrt(D) std(z)), averaged over student views; 0 for none.</summary>
    public double VarianceHinge { get; init; }

    /// <summary>Weight of the KoLeo term, minus the mean log distance to the nearest embedding in the shard; 0 for none.</summary>
    public double Koleo { get; init; }

    /// <summary>Steps between two readings of the collapse alarms.</summary>
    public int AlarmEvery { get; init; } = 50;
}

/// <summary>How a student embedding is held against the teacher's.</summary>
public enum LossTarget
{
    /// <summary>Cross-entropy between centred, sharpened softmax and temperature softmax.</summary>
    Softmax,

    /// <summary>The slides' formula, with logits bounded unless <see cref="LossRecipe.LiteralRaw"/>.</summary>
    Literal,

    /// <summary>2 - 2 cos, as in BYOL.</summary>
    Cosine,

    /// <summary>SVT's: distributions over the prototypes of <see cref="DinoHeadRecipe"/>; with <c>method = svt</c> alone.</summary>
    Dino,
}

/// <summary>Which view enters the temporal collaborative loss.</summary>
public enum TclView
{
    /// <summary>A view of its own with the global crop, so that only time varies.</summary>
    Temporal,

    /// <summary>The first of the spatial views, as the slides have it.</summary>
    FirstLocal,

    /// <summary>A second global view, SVT's global-global term.</summary>
    GlobalStudent,
}
