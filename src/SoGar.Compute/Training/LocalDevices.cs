using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Data;
using SoGar.Compute.Exchange;
using SoGar.Compute.Methods;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Training;

/// <summary>
/// What this process brings to a run: GPUs or processor cores as devices, videos on its disk, shared memory as the exchange. Owns what all its actors
/// share (decoded frames, view memory, the teacher's weights); dispose it once they have stopped.
/// </summary>
public sealed class LocalDevices : INodeDevices, IDisposable
{
    private const int MaxLoaders = 8;

    private readonly Recipe _recipe;
    private readonly PretrainingMethod _method;
    private readonly IReadOnlyList<Sample> _samples;
    private readonly VideoLimits _limits;
    private readonly IReadOnlyDictionary<string, StateTensor> _start;
    private readonly BadSamples _bad;
    private readonly FrameIndexCache _indices = new();
    private readonly FrameCache _frames;
    private readonly ViewBuffers _buffers = new();
    private readonly Lazy<TeacherState> _teacher;
    private WeightImportReport? _imported;
    private readonly ConcurrentDictionary<int, StudentState> _students = new();
    private readonly RunHome _home;
    private readonly int _firstGpu;
    private readonly LocalStates _states;
    private readonly LocalCheckpoints _checkpoints;

    private LocalDevices(Recipe recipe, DataSet data, RunHome home, Checkpoint? start, TimeProvider clock, NodeLinks? links, int firstGpu)
    {
        // A run that goes on has its weights in the checkpoint; the file that it once began with may be gone.
        _recipe = start is null ? recipe : recipe with { Model = recipe.Model with { Weights = "" } };
        _samples = PartOf(data, recipe.Data.Split);
        // Before any weights are made: a run that wants GPUs and finds none ends here.
        if (DeviceChoice.Of(recipe.Device, firstGpu).Type != DeviceType.Cpu) TorchRuntime.RequireDeterminism();
        _method = MethodShelf.Of(_recipe, _samples.Count);
        _limits = VideoLimits.From(recipe.Data.Limits, data.Root);
        _start = start is null ? ImmutableDictionary<string, StateTensor>.Empty : LocalStates.TensorsOf(start);
        Done = start?.Step ?? 0;
        _bad = new BadSamples(_samples, recipe.Data.BadShare);
        _frames = new FrameCache(recipe.Data.CacheBytes);
        _teacher = new Lazy<TeacherState>(MakeTeacher);
        _home = home;
        _firstGpu = firstGpu;
        _checkpoints = new LocalCheckpoints(home, recipe.Checkpoint, PartsOf);
        _states = new LocalStates(links, new CheckpointStore(home.Checkpoints), TensorsOfBeginning);
        Exchange = links?.Exchange ?? new LocalFabric(clock);
        DataDigest = Digest.Of(Encoding.UTF8.GetBytes(string.Join('\n', _samples.Select(sample => sample.Id))));
    }

    /// <summary>Makes the devices ready to go on from <paramref name="start"/>; nothing is computed yet.</summary>
    /// <param name="recipe">Of the run.</param>
    /// <param name="data">The videos.</param>
    /// <param name="home">Whose checkpoints are written, and where.</param>
    /// <param name="start">A whole checkpoint, or null for the beginning.</param>
    /// <param name="clock">For timeouts.</param>
    /// <param name="links">To the other nodes of the run; null where it lives in this process alone.</param>
    /// <param name="firstGpu">GPU of the first replica, where there are some; the next one takes the next.</param>
    /// <exception cref="DataException">The data set has no samples in the recipe's split.</exception>
    /// <exception cref="InvalidDataException">The recipe wants GPUs, and libtorch can use none.</exception>
    /// <exception cref="CheckpointBrokenException">A file of the checkpoint has changed since it was verified.</exception>
    public static LocalDevices Open(
        Recipe recipe, DataSet data, RunHome home, Checkpoint? start, TimeProvider clock, NodeLinks? links = null, int firstGpu = 0) =>
        new(recipe, data, home, start, clock, links, firstGpu);

    /// <inheritdoc/>
    public long Done { get; }

    /// <inheritdoc/>
    public IExchangeFabric Exchange { get; }

    /// <inheritdoc/>
    public INodeStates States => _states;

    /// <inheritdoc/>
    public NodeOffer Describe(int trainers) => new(
        trainers, Profile, _home.Recipe, DataDigest, SampleCount,
        [
            .. new CheckpointStore(_home.Checkpoints).List().Where(listed => listed.Manifest is not null)
                .Select(listed => new CheckpointOffer(listed.Step, listed.Directory, listed.Manifest!.States)),
        ]);

    /// <summary>What all nodes of the run have in common, as this one has it.</summary>
    public CommonGround Ground => new(_home.Recipe, DataDigest, SampleCount, Profile);

    /// <summary>What the bits depend on beside recipe and videos.</summary>
    public string Profile => NumericProfile.Of(_recipe, _firstGpu);

    /// <summary>Samples of the data set's split.</summary>
    public int SampleCount => _samples.Count;

    /// <summary>SHA-256 over the identities of the samples, in order.</summary>
    public Digest DataDigest { get; }

    /// <summary>Reads the weights that the recipe names, and says what of them matched; null where it names none.</summary>
    /// <exception cref="InvalidDataException">Nothing in the file fits the backbone.</exception>
    /// <exception cref="SafetensorsException">The file cannot be read.</exception>
    public WeightImportReport? ImportWeights()
    {
        if (_recipe.Model.Weights.Length > 0) _ = _teacher.Value;
        return _imported;
    }

    /// <inheritdoc/>
    public int Loaders => _recipe.Data.Loaders > 0 ? _recipe.Data.Loaders : Math.Clamp(Environment.ProcessorCount, 1, MaxLoaders);

    /// <inheritdoc/>
    public ICheckpoints Checkpoints => _checkpoints;

    /// <inheritdoc/>
    public IShardSource OpenSource(int loader) => new ShardSource(_recipe, _method.Views, _samples, _bad, new ClipReader(_limits, _indices, _frames), _buffers);

    /// <inheritdoc/>
    public ITeacher OpenTeacher() => new NodeTeacher(_recipe, _teacher.Value, id => _students[id]);

    /// <inheritdoc/>
    public IStudent OpenStudent(int replica)
    {
        var state = MakeStudent();
        _students[replica] = state;
        _checkpoints.Reserve(replica);
        return new MethodStudent(_method, state, _teacher.Value, new StepDump(_home.Refused), DeviceChoice.Of(_recipe.Device, _firstGpu + replica));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Exchange.Dispose();
        _states.Dispose();
        // The teacher's actor may read a student's state until it has stopped, and a student the teacher's: so both are freed here.
        foreach (var student in _students.Values) student.Dispose();
        if (_teacher.IsValueCreated) _teacher.Value.Dispose();
        _buffers.Dispose();
    }

    private static IReadOnlyList<Sample> PartOf(DataSet data, string name)
    {
        if (!SplitNames.TryParse(name, out var split))
            throw new DataException($"data.split is '{name}'; {string.Join(", ", SplitNames.All.Select(each => each.Name()))} are known");
        var samples = data.Part(split);
        return samples.Count > 0 ? samples : throw new DataException($"{data.Root} has no samples of the split '{name}'");
    }

    private StudentState MakeStudent()
    {
        var state = new StudentState(_method);
        if (_start.Count > 0) state.Load(_start);
        return state;
    }

    private TeacherState MakeTeacher()
    {
        using var student = MakeStudent();
        var teacher = new TeacherState(student);
        _imported = student.Imported;
        if (_start.Count > 0) teacher.Load(_start);
        return teacher;
    }

    private ImmutableArray<TensorPart> PartsOf(int replica)
    {
        var student = _students[replica];
        return
        [
            new TensorPart(CheckpointPart.Student, [.. student.StudentTensors]),
            new TensorPart(CheckpointPart.Teacher, [.. _teacher.Value.Tensors]),
            new TensorPart(CheckpointPart.Optimizer, [.. student.OptimizerTensors]),
        ];
    }

    // Every node computes it alike; weights that were imported are imported again.
    private Dictionary<string, StateTensor> TensorsOfBeginning()
    {
        using var student = new StudentState(_method);
        using var teacher = new TeacherState(student);
        return student.StudentTensors.Concat(teacher.Tensors).Concat(student.OptimizerTensors)
            .Select(tensor => tensor with { Values = tensor.Values.ToArray() })
            .ToDictionary(tensor => tensor.Name);
    }
}
