using SoGar.Actors.Kernel;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>What a clip loader hears.</summary>
public abstract record LoaderMessage;

/// <summary>Spends one credit of <paramref name="Trainer"/> on a shard, which is answered by <see cref="ShardReady"/>.</summary>
/// <param name="Key">Which.</param>
/// <param name="Trainer">Who asks.</param>
/// <param name="Withdrawn">Cancelled when the trainer does not want the shard any more, so that those it wants need not wait for it.</param>
public sealed record RequestShard(ShardKey Key, ActorRef<TrainerMessage> Trainer, CancellationToken Withdrawn) : LoaderMessage;
