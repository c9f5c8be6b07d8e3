using SoGar.Compute.Checkpoints;
using SoGar.Compute.Optim;
using SoGar.Protocol;

namespace SoGar.Compute.Methods;

/// <summary>
/// The teacher of a node: the moving average of those of the student's tensors that the method declares for it (methods.md, B.4). Students compute on
/// its memory between its advances. Empty for a method without a teacher. Owns the memory.
/// </summary>
public sealed class TeacherState : IDisposable
{
    private readonly TensorPrints _prints;

    /// <summary>A teacher that is a copy of <paramref name="student"/>, as every run begins.</summary>
    public TeacherState(StudentState student)
    {
        Layouts = student.Layouts;
        Values = FlatBuffer.For(Layouts.Teacher);
        Running = FlatBuffer.For(Layouts.TeacherRunning);
        foreach (var slot in Layouts.Teacher.Slots) Layouts.Student[slot.Name].In(student.Values.Floats).CopyTo(slot.In(Values.Floats));
        foreach (var slot in Layouts.TeacherRunning.Slots) Layouts.StudentRunning[slot.Name].In(student.Running.Floats).CopyTo(slot.In(Running.Floats));
        _prints = new TensorPrints([("teacher.", Layouts.Teacher, Values), ("teacher.", Layouts.TeacherRunning, Running)]);
        _prints.Seal();
    }

    /// <summary>Names and places.</summary>
    public MethodLayouts Layouts { get; }

    /// <summary>Parameters, by <see cref="MethodLayouts.Teacher"/>.</summary>
    public FlatBuffer Values { get; }

    /// <summary>Running statistics, by <see cref="MethodLayouts.TeacherRunning"/>; used where the recipe says <c>ema-running</c>.</summary>
    public FlatBuffer Running { get; }

    /// <summary>All tensors; borrowed.</summary>
    public IEnumerable<StateTensor> Tensors =>
        [.. StateTensors.Of("teacher.", Layouts.Teacher, Values), .. StateTensors.Of("teacher.", Layouts.TeacherRunning, Running)];

    /// <summary>SHA-256 over <see cref="Tensors"/>.</summary>
    public Digest Digest => StateDigest.Of(Tensors);

    /// <summary>Remembers the state as it is now, for <see cref="FindDamage"/>.</summary>
    /// <returns>The fingerprint over all memory; equal states have equal ones.</returns>
    public ulong Seal() => _prints.Seal();

    /// <summary>The first tensor that changed since <see cref="Seal"/>, or null.</summary>
    public string? FindDamage() => _prints.FirstChanged();

    /// <summary>Moves towards <paramref name="student"/>, which rests meanwhile.</summary>
    /// <param name="student">Borrowed.</param>
    /// <param name="momentum">Weight of the old values.</param>
    public void Follow(StudentState student, double momentum)
    {
        foreach (var slot in Layouts.Teacher.Slots)
            Ema.Follow(slot.Padded(Values.Floats), Layouts.Student[slot.Name].Padded(student.Values.Floats), momentum);
        foreach (var slot in Layouts.TeacherRunning.Slots)
            Ema.Follow(slot.Padded(Running.Floats), Layouts.StudentRunning[slot.Name].Padded(student.Running.Floats), momentum);
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
