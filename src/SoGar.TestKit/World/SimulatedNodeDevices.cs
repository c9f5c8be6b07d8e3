using System.Collections.Immutable;
using System.Text;
using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>
/// What a simulated process brings to a run: replicas of the small exact model, its ends of exchanges and state transfers, and a disk. Everything
/// that its replicas really do is told to the world.
/// </summary>
/// <param name="world">Where it happens.</param>
/// <param name="node">The process.</param>
/// <param name="recipe">Of the run.</param>
/// <param name="sampleCount">Samples of the data set.</param>
/// <param name="disk">Where checkpoints go; outlives the process, and may be shared.</param>
public sealed class SimulatedNodeDevices(SimulatedWorld world, SimulatedNode node, Recipe recipe, int sampleCount, SimulatedDisk disk) : INodeDevices
{
    /// <summary>The numeric profile of every simulated node.</summary>
    public const string Profile = "simulated";

    private readonly SortedDictionary<int, SimulatedReplica> _replicas = [];
    private Func<ImmutableArray<ulong>>? _teacherWords;
    private bool _isLost;

    /// <summary>What the recipe of a simulated run is compared by.</summary>
    public static Digest RecipeDigest(Recipe recipe) => Digest.Of(Encoding.UTF8.GetBytes($"{recipe.Seed} {recipe.Steps} {recipe.Batch} {recipe.Shards}"));

    /// <summary>What the data set of a simulated run is compared by.</summary>
    public static Digest DataDigest(int sampleCount) => Digest.Of(Encoding.UTF8.GetBytes($"{sampleCount} samples"));

    /// <inheritdoc/>
    public long Done => 0;

    /// <inheritdoc/>
    public int Loaders => Math.Max(1, recipe.Data.Loaders);

    /// <inheritdoc/>
    public IExchangeFabric Exchange => node.Exchanges;

    /// <inheritdoc/>
    public INodeStates States => field ??= new SimulatedNodeStates(world, node, disk);

    /// <inheritdoc/>
    public ICheckpoints Checkpoints => field ??= new SimulatedNodeCheckpoints(this, disk, recipe.Checkpoint.Keep);

    internal SimulatedWorld World => world;

    internal SimulatedNode Node => node;

    /// <inheritdoc/>
    public NodeOffer Describe(int trainers) => new(
        trainers,
        Profile,
        RecipeDigest(recipe),
        DataDigest(sampleCount),
        sampleCount,
        [.. disk.Whole(world.Flaws.TrustsDisks).Select(whole => new CheckpointOffer(whole.Done, whole.Folder, whole.Digests))]);

    /// <inheritdoc/>
    public IShardSource OpenSource(int loader) => new SimulatedSource(new SampleSchedule(recipe, sampleCount), recipe.Seed, sampleCount, new DeviceScript());

    /// <inheritdoc/>
    public ITeacher OpenTeacher()
    {
        var teacher = new SimulatedNodeTeacher(SimulatedState.Initial(recipe.Seed).Teacher, replica => _replicas[replica].State.Student);
        _teacherWords = () => teacher.Words;
        return teacher;
    }

    /// <inheritdoc/>
    public IStudent OpenStudent(int replica) => _replicas[replica] = new SimulatedReplica(this, replica, SimulatedState.Initial(recipe.Seed));

    /// <summary>Has a bit of a replica change by itself.</summary>
    /// <param name="replica">Which one; those that are not open yet have nothing to lose.</param>
    /// <param name="word">Which word of it.</param>
    /// <param name="atOnce">
    /// Now, perhaps between the look that a replica takes at itself and the step that it computes then, where only its peers can tell; otherwise at the
    /// beginning of its next step.
    /// </param>
    public void FlipBit(int replica, int word, bool atOnce)
    {
        if (node.HasEnded || !_replicas.TryGetValue(replica, out var hit)) return;
        if (atOnce) hit.FlipBit(word);
        else hit.FlipBitInNextStep(word);
    }

    /// <summary>Has the devices fail from the next step on.</summary>
    public void Lose() => _isLost = true;

    internal void RequireDevice()
    {
        if (_isLost) throw new DeviceLostException($"{node.Id}: a device is gone");
    }

    /// <summary>The whole state of the node, as a replica and the teacher hold it.</summary>
    internal SimulatedState StateOf(int replica) => _replicas[replica].State with { Teacher = _teacherWords!() };
}
