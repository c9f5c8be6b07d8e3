using SoGar.Actors.Kernel;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>
/// Knows the devices of one process; starts and supervises the actors that own them. Each has a thread of its own, because it
/// blocks on a codec, on arithmetic or on a disk, and because libtorch keeps its settings per thread.
/// </summary>
public sealed class NodeAgent(Recipe recipe, INodeDevices devices, TimeProvider clock) : Actor<NodeMessage>
{
    /// <summary>Requests that may wait at one loader: every trainer's credit, should all of it fall on the same one.</summary>
    private int LoaderMailbox => Math.Max(64, recipe.Trainers * (recipe.Data.Prefetch + 1));

    /// <summary>
    /// A failure that no actor expected leaves a replica, a teacher or a source in a state that nobody vouches for; within one process
    /// there is no healthy peer to copy from, so the run stops and goes on from its last checkpoint.
    /// </summary>
    protected override SupervisionPolicy Policy => SupervisionPolicy.EscalateAll;

    /// <inheritdoc/>
    protected override void Receive(NodeMessage message)
    {
        if (message is StartRun start) Start(start);
    }

    private void Start(StartRun start)
    {
        var loaderOptions = SpawnOptions.Dedicated with { Mailbox = new MailboxOptions(LoaderMailbox, Overflow.FailSender) };
        var writer = Context.Spawn("checkpoint-writer", () => new CheckpointWriter(devices.Checkpoints, start.Supervisor, clock), SpawnOptions.Dedicated);
        var teacher = Context.Spawn("teacher", () => new Teacher(devices.OpenTeacher), SpawnOptions.Dedicated);
        var loaders = Enumerable.Range(0, devices.Loaders)
            .Select(index => Context.Spawn($"loader-{index}", () => new ClipLoader(() => devices.OpenSource(index), start.Supervisor), loaderOptions));
        var peers = new TrainerPeers([.. loaders], teacher, writer, start.Supervisor);
        start.Supervisor.Tell(new NodeReady([.. start.Trainers.Select(id => KeyValuePair.Create(id, Spawn(id, peers)))]));
    }

    private ActorRef<TrainerMessage> Spawn(TrainerId id, TrainerPeers peers) =>
        Context.Spawn($"trainer-{id.Index}", () => new Trainer(id, recipe, devices, peers, clock), SpawnOptions.Dedicated);
}
