using SoGar.Compute.Checkpoints;
using SoGar.Compute.Optim;
using SoGar.Protocol;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>
/// The teacher of a node: the moving average of the student's backbone and projector (methods.md, B.4). Students compute on its memory between its
/// advances. Owns the memory.
/// </summary>
public sealed class TeacherState : IDisposable
{
    /// <summary>A teacher that is a copy of <paramref name="student"/>, as every run begins.</summary>
    public TeacherState(StudentState student)
    {
        Layouts = student.Layouts;
        Values = new FlatBuffer(Layouts.Teacher.Length);
        Running = new FlatBuffer(Layouts.TeacherRunning.Length);
        student.Values.Floats[..Values.Length].CopyTo(Values.Floats);
        student.Running.Floats[..Running.Length].CopyTo(Running.Floats);
    }

    /// <summary>Names and places.</summary>
    public SogarLayouts Layouts { get; }

    /// <summary>Parameters, by <see cref="SogarLayouts.Teacher"/>.</summary>
    public FlatBuffer Values { get; }

    /// <summary>Running statistics, by <see cref="SogarLayouts.TeacherRunning"/>; used where the recipe says <c>ema-running</c>.</summary>
    public FlatBuffer Running { get; }

    /// <summary>All tensors; borrowed.</summary>
    public IEnumerable<StateTensor> Tensors =>
        [.. StateTensors.Of("teacher.", Layouts.Teacher, Values), .. StateTensors.Of("teacher.", Layouts.TeacherRunning, Running)];

    /// <summary>SHA-256 over <see cref="Tensors"/>.</summary>
    public Digest Digest => StateDigest.Of(Tensors);

    /// <summary>Over all memory; equal states have equal ones.</summary>
    public ulong Fingerprint => Prints.Of(Values, Running);

    /// <summary>Moves towards <paramref name="student"/>, which rests meanwhile.</summary>
    /// <param name="student">Borrowed.</param>
    /// <param name="momentum">Weight of the old values.</param>
    public void Follow(StudentState student, double momentum)
    {
        Ema.Follow(Values.Floats, student.Values.Floats[..Values.Length], momentum);
        Ema.Follow(Running.Floats, student.Running.Floats[..Running.Length], momentum);
    }

    /// <summary>Takes the values of a checkpoint.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape.</exception>
    public void Load(IReadOnlyDictionary<string, StateTensor> state) => StateTensors.Load(Tensors, state);

    /// <inheritdoc/>
    public void Dispose()
    {
        Values.Dispose();
        Running.Dispose();
    }
}
