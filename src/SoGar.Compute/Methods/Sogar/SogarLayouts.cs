using SoGar.Compute.Exchange;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>Names and places of everything that a SoGAR run keeps in flat memory, from its recipe alone.</summary>
public sealed class SogarLayouts
{
    /// <summary>Lays out the networks of <paramref name="recipe"/>.</summary>
    public SogarLayouts(Recipe recipe)
    {
        var student = new ModuleScope();
        _ = new SogarNetwork(student, recipe, withPredictor: true);
        var teacher = new ModuleScope();
        _ = new SogarNetwork(teacher, recipe, withPredictor: false);
        Student = NetworkParameters.LayoutOf(student);
        Teacher = NetworkParameters.LayoutOf(teacher);
        TeacherRunning = new ParameterLayout(RunningOf("projector", recipe.Heads.ProjectorHidden));
        StudentRunning = new ParameterLayout(
            [.. RunningOf("projector", recipe.Heads.ProjectorHidden), .. RunningOf("predictor", recipe.Heads.PredictorHidden)]);

        // Each kind of figure starts a block of its own: blocks share a scale, and gradients are small beside losses.
        Readings = new ContributionSection(BlockAfter(Student.Length), StepStatistics.Count);
        Centre = new ContributionSection(BlockAfter(Readings.End), recipe.Heads.Output);
        Running = new ContributionSection(BlockAfter(Centre.End), StudentRunning.Length);
        ContributionLength = Running.End;
    }

    /// <summary>Backbone, projector, predictor, in this order.</summary>
    public ParameterLayout Student { get; }

    /// <summary>Backbone and projector, at the same offsets as the student's.</summary>
    public ParameterLayout Teacher { get; }

    /// <summary>Running statistics of the student's batch normalisations.</summary>
    public ParameterLayout StudentRunning { get; }

    /// <summary>Running statistics of the teacher's, at the same offsets as the student's.</summary>
    public ParameterLayout TeacherRunning { get; }

    /// <summary>The part of a contribution behind the gradients that holds losses and alarm readings.</summary>
    internal ContributionSection Readings { get; }

    /// <summary>The part that holds the mean of the teacher's embeddings.</summary>
    internal ContributionSection Centre { get; }

    /// <summary>The part that holds the batch's statistics, by <see cref="StudentRunning"/>.</summary>
    internal ContributionSection Running { get; }

    /// <summary>Floats of what a shard contributes: gradients by <see cref="Student"/>, then statistics.</summary>
    public int ContributionLength { get; }

    private static IEnumerable<ParameterDeclaration> RunningOf(string head, int hidden) =>
    [
        new($"{head}.1.running_mean", [hidden], Decays: false),
        new($"{head}.1.running_var", [hidden], Decays: false),
    ];

    private static int BlockAfter(int offset) => BlockScales.BlocksOf(offset) * BlockScales.BlockLength;
}

/// <summary>A part of a contribution.</summary>
/// <param name="Offset">First float.</param>
/// <param name="Length">Floats.</param>
internal readonly record struct ContributionSection(int Offset, int Length)
{
    /// <summary>The first float behind it that a vector can start at.</summary>
    public int End => Offset + (Length + FlatBuffer.Lanes - 1) / FlatBuffer.Lanes * FlatBuffer.Lanes;

    /// <summary>The part itself.</summary>
    public Span<float> In(Span<float> contribution) => contribution.Slice(Offset, Length);
}
