using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using SoGar.Protocol;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.TestKit.Devices;

/// <summary>
/// The one node of a run in one process, whose replicas are a small exact model: a state of a few words, contributions that add up exactly, digests
/// that mean something. The same recipe gives the same digests however many trainers share the work, so that protocols can be tested by
/// their results.
/// </summary>
/// <param name="recipe">Of the run.</param>
/// <param name="sampleCount">Samples of the data set.</param>
/// <param name="script">What goes wrong, and when.</param>
/// <param name="start">The state to go on from; null for the beginning.</param>
public sealed class SimulatedDevices(Recipe recipe, int sampleCount, DeviceScript? script = null, SimulatedState? start = null) : INodeDevices
{
    private readonly ConcurrentDictionary<int, SimulatedStudent> _students = new();
    private readonly SimulatedState _start = start ?? SimulatedState.Initial(recipe.Seed);
    private Func<ImmutableArray<ulong>>? _teacherWords;

    /// <summary>What all nodes of such a run have in common.</summary>
    public CommonGround Ground { get; } = new(
        Digest.Of(Encoding.UTF8.GetBytes($"{recipe.Seed}")), Digest.Of(Encoding.UTF8.GetBytes($"{sampleCount} samples")), sampleCount, "simulated");

    /// <inheritdoc/>
    public long Done => _start.Done;

    /// <inheritdoc/>
    public int Loaders => Math.Max(1, recipe.Data.Loaders);

    /// <inheritdoc/>
    public ICheckpoints Checkpoints => Shelf;

    /// <summary>The checkpoints that were taken.</summary>
    public SimulatedCheckpoints Shelf => field ??= new SimulatedCheckpoints(replica => _students[replica].State with { Teacher = _teacherWords!() }, Script);

    /// <inheritdoc/>
    public IExchangeFabric Exchange { get; } = new OneProcess();

    /// <inheritdoc/>
    public INodeStates States => field ??= new SimulatedStates(Shelf, recipe.Seed);

    private DeviceScript Script { get; } = script ?? new DeviceScript();

    /// <inheritdoc/>
    public NodeOffer Describe(int trainers) => new(
        trainers, Ground.Profile, Ground.Recipe, Ground.Data, Ground.SampleCount,
        [.. Shelf.Written.Values.OrderByDescending(state => state.Done)
            .Select(state => new CheckpointOffer(state.Done, $"step-{state.Done:00000000}", state.Digests()))]);

    /// <inheritdoc/>
    public IShardSource OpenSource(int loader) => new SimulatedSource(new SampleSchedule(recipe, sampleCount), recipe.Seed, sampleCount, Script);

    /// <inheritdoc/>
    public ITeacher OpenTeacher()
    {
        var teacher = new SimulatedTeacher(_start.Teacher, replica => _students[replica].State.Student);
        _teacherWords = () => teacher.Words;
        return teacher;
    }

    /// <inheritdoc/>
    public IStudent OpenStudent(int replica) => _students[replica] = new SimulatedStudent(new TrainerId(replica), _start, Script);

    private sealed class OneProcess : IExchangeFabric
    {
        public ExchangeEndpoint Offer(int generation) => new($"one-process:{generation}");

        public IExchange Join(int generation, IReadOnlyList<ExchangeMember> members, ExchangeTimes times) =>
            new SimulatedExchange(members.Sum(member => member.Trainers.Length));

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
