using SoGar.Actors.Training;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Shards;
using SoGar.TestKit;

namespace SoGar.Actors.Tests.Training;

public sealed class ClipLoaderTests : IDisposable
{
    private readonly Simulation _stage = new();
    private readonly Probe<NodeMessage> _node;
    private readonly Probe<TrainerMessage> _trainer;
    private readonly Source _source = new();

    public ClipLoaderTests()
    {
        _node = _stage.Probe<NodeMessage>();
        _trainer = _stage.Probe<TrainerMessage>();
    }

    public void Dispose() => _stage.Dispose();

    [Fact]
    public void A_withdrawn_request_is_passed_over()
    {
        using var withdrawal = new CancellationTokenSource();
        withdrawal.Cancel();
        var loader = _stage.Spawn("loader", () => new ClipLoader(() => _source, _node.Ref));

        loader.Tell(new RequestShard(new ShardKey(7, 0), _trainer.Ref, withdrawal.Token));
        loader.Tell(new RequestShard(new ShardKey(7, 1), _trainer.Ref, CancellationToken.None));

        Assert.Equal(new ShardKey(7, 1), _trainer.ExpectMsg<ShardReady>().Views.Key);
        Assert.Equal([new ShardKey(7, 1)], _source.Begun);
    }

    [Fact]
    public void A_request_that_is_withdrawn_while_it_is_worked_on_is_broken_off()
    {
        using var withdrawal = new CancellationTokenSource();
        _source.OnLoad = withdrawal.Cancel;
        var loader = _stage.Spawn("loader", () => new ClipLoader(() => _source, _node.Ref));

        loader.Tell(new RequestShard(new ShardKey(7, 0), _trainer.Ref, withdrawal.Token));
        loader.Tell(new RequestShard(new ShardKey(7, 1), _trainer.Ref, CancellationToken.None));

        Assert.Equal(new ShardKey(7, 1), _trainer.ExpectMsg<ShardReady>().Views.Key);
        Assert.Equal([new ShardKey(7, 0), new ShardKey(7, 1)], _source.Begun);
        Assert.Empty(_node.TakeAll());
    }

    private sealed class Source : IShardSource
    {
        public List<ShardKey> Begun { get; } = [];

        public Action OnLoad { get; set; } = () => { };

        public LoadedShard Load(ShardKey key, CancellationToken unwanted)
        {
            Begun.Add(key);
            OnLoad();
            unwanted.ThrowIfCancellationRequested();
            return new LoadedShard(new Views(key), []);
        }

        public void Dispose()
        {
            // Nothing is open.
        }
    }

    private sealed record Views(ShardKey Key) : IShardViews
    {
        public void Dispose()
        {
            // Nothing native is behind it.
        }
    }
}
