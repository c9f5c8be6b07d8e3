using System.Collections.Immutable;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>The actors of its node that a trainer talks to.</summary>
public sealed record TrainerPeers(
    ImmutableArray<ActorRef<LoaderMessage>> Loaders,
    ActorRef<TeacherMessage> Teacher,
    ActorRef<WriterMessage> Writer,
    ActorRef<CourierMessage> Courier,
    ActorRef<NodeMessage> Node)
{
    /// <summary>The loader that serves <paramref name="key"/>: in turn, so that the shards of a step are loaded side by side.</summary>
    public ActorRef<LoaderMessage> LoaderOf(ShardKey key, int shards) => Loaders[(int)((key.Step * shards + key.Shard) % Loaders.Length)];
}
