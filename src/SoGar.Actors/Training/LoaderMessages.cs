using SoGar.Actors.Kernel;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>What a clip loader hears.</summary>
public abstract record LoaderMessage;

/// <summary>Spends one credit of <paramref name="Trainer"/> on a shard, which is answered by <see cref="ShardReady"/>.</summary>
public sealed record RequestShard(ShardKey Key, ActorRef<TrainerMessage> Trainer) : LoaderMessage;
