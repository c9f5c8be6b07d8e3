using System.Collections.Concurrent;
using System.Collections.Immutable;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.TestKit.Devices;

/// <summary>
/// A node whose replicas are a small exact model: a state of a few words, contributions that add up exactly, digests that mean something. The same
/// recipe gives the same digests however many trainers share the work, so that protocols can be tested by their results.
/// </summary>
/// <param name="recipe">Of the run.</param>
/// <param name="sampleCount">Samples of the data set.</param>
/// <param name="script">What goes wrong, and when.</param>
/// <param name="start">The state to go on from; null for the beginning.</param>
public sealed class SimulatedDevices(Recipe recipe, int sampleCount, DeviceScript? script = null, SimulatedState? start = null) : INodeDevices
{
    private readonly ConcurrentDictionary<TrainerId, SimulatedStudent> _students = new();
    private readonly ConcurrentDictionary<int, Lazy<SimulatedExchange>> _exchanges = new();
    private readonly SimulatedState _start = start ?? SimulatedState.Initial(recipe.Seed);
    private Func<ImmutableArray<ulong>>? _teacherWords;

    /// <inheritdoc/>
    public int Loaders => Math.Max(1, recipe.Data.Loaders);

    /// <inheritdoc/>
    public ICheckpoints Checkpoints => Shelf;

    /// <summary>The checkpoints that were taken.</summary>
    public SimulatedCheckpoints Shelf => field ??= new SimulatedCheckpoints(id => _students[id].State with { Teacher = _teacherWords!() }, Script);

    private DeviceScript Script { get; } = script ?? new DeviceScript();

    /// <inheritdoc/>
    public IShardSource OpenSource(int loader) => new SimulatedSource(new SampleSchedule(recipe, sampleCount), recipe.Seed, sampleCount, Script);

    /// <inheritdoc/>
    public ITeacher OpenTeacher()
    {
        var teacher = new SimulatedTeacher(_start.Teacher, id => _students[id].State.Student);
        _teacherWords = () => teacher.Words;
        return teacher;
    }

    /// <inheritdoc/>
    public IStudent OpenStudent(TrainerId trainer) => _students[trainer] = new SimulatedStudent(trainer, _start, Script);

    /// <inheritdoc/>
    public IExchange OpenExchange(int generation, ShardPlan plan) =>
        _exchanges.GetOrAdd(generation, _ => new Lazy<SimulatedExchange>(() => new SimulatedExchange(plan.Trainers.Count()))).Value;
}
