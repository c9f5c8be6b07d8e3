using System.Collections.Frozen;
using System.Collections.Immutable;
using SoGar.Compute.Exchange;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;

namespace SoGar.Compute.Methods;

/// <summary>Names and places of everything that a run keeps in flat memory, from its method alone.</summary>
public sealed class MethodLayouts
{
    private readonly FrozenDictionary<string, (SummedTensor Tensor, ContributionSection Section)> _sums;
    private readonly ImmutableArray<string> _readings;

    /// <summary>Lays out the networks, the committed state and the contributions of <paramref name="method"/>.</summary>
    public MethodLayouts(PretrainingMethod method)
    {
        var student = new ModuleScope();
        method.DeclareStudent(student);
        var teacher = new ModuleScope();
        method.DeclareTeacher(teacher);
        Student = NetworkParameters.LayoutOf(student);
        StudentRunning = student.Norms.Layout;
        RunningShares = [.. student.Norms.Shares];
        Teacher = ParameterLayout.OrEmpty(teacher.Parameters.Select(parameter => parameter.Declaration));
        TeacherRunning = teacher.Norms.Layout;
        Committed = ParameterLayout.OrEmpty(method.Committed.Select(tensor => new ParameterDeclaration(tensor.Name, tensor.Shape, Decays: false)));

        // Each kind of figure starts a block of its own: blocks share a scale, and gradients are small beside losses.
        _readings = [ShardReadings.Loss, .. method.Readings];
        Readings = new ContributionSection(BlockAfter(Student.Length), _readings.Length);
        var end = Readings.End;
        var sums = new Dictionary<string, (SummedTensor, ContributionSection)>();
        foreach (var tensor in method.Sums)
        {
            var section = new ContributionSection(
                BlockAfter(end), tensor.Rule == SumKind.Gather ? checked(tensor.Length * method.Recipe.Shards) : tensor.Length);
            sums.Add(tensor.Name, (tensor, section));
            end = section.End;
        }

        _sums = sums.ToFrozenDictionary();
        Running = new ContributionSection(BlockAfter(end), StudentRunning.Length);
        ContributionLength = Running.End;
    }

    /// <summary>All that is trained.</summary>
    public ParameterLayout Student { get; }

    /// <summary>What follows the student, under its names; empty for a method without a teacher.</summary>
    public ParameterLayout Teacher { get; }

    /// <summary>Running statistics of the student's batch normalisations; may be empty.</summary>
    public ParameterLayout StudentRunning { get; }

    /// <summary>Running statistics of the teacher's; may be empty.</summary>
    public ParameterLayout TeacherRunning { get; }

    /// <summary>The method's committed state; may be empty.</summary>
    public ParameterLayout Committed { get; }

    /// <summary>Whether anything follows the student.</summary>
    public bool HasTeacher => !Teacher.Slots.IsEmpty;

    /// <summary>The part of a contribution behind the gradients that holds the loss and the method's readings.</summary>
    internal ContributionSection Readings { get; }

    /// <summary>The part that holds the batches' statistics, by <see cref="StudentRunning"/>.</summary>
    internal ContributionSection Running { get; }

    /// <summary>Share of a step's statistics in the running ones, by the slots of <see cref="StudentRunning"/>.</summary>
    internal ImmutableArray<double> RunningShares { get; }

    /// <summary>Names of the readings, the loss first.</summary>
    internal ImmutableArray<string> ReadingNames => _readings;

    /// <summary>The parts of the method's own sums.</summary>
    internal IEnumerable<(SummedTensor Tensor, ContributionSection Section)> Sums => _sums.Values;

    /// <summary>Floats of what a shard contributes: gradients by <see cref="Student"/>, then statistics.</summary>
    public int ContributionLength { get; }

    /// <summary>The part of a contribution that holds one of the method's sums.</summary>
    /// <exception cref="KeyNotFoundException">The method has not declared it, or with another rule.</exception>
    internal (SummedTensor Tensor, ContributionSection Section) SumOf(string name, SumKind rule) =>
        _sums.TryGetValue(name, out var sum) && sum.Tensor.Rule == rule
            ? sum
            : throw new KeyNotFoundException(
                $"the method declares no sum {name} of the kind {rule}; it has " +
                $"{string.Join(", ", _sums.Values.Select(each => $"{each.Tensor.Name} ({each.Tensor.Rule})"))}");

    internal int ReadingIndexOf(string name) =>
        _readings.IndexOf(name) is >= 0 and var index
            ? index
            : throw new KeyNotFoundException($"the method declares no reading {name}; it has {string.Join(", ", _readings)}");

    private static int BlockAfter(int offset) => BlockScales.BlocksOf(offset) * BlockScales.BlockLength;
}

/// <summary>A part of a contribution.</summary>
/// <param name="Offset">First float.</param>
/// <param name="Length">Floats.</param>
internal readonly record struct ContributionSection(int Offset, int Length)
{
    /// <summary>The first float behind it that a vector can start at.</summary>
    public int End => Offset + FlatBuffer.Padded(Length);

    /// <summary>The part itself.</summary>
    public Span<float> In(Span<float> contribution) => contribution.Slice(Offset, Length);
}
