using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

public sealed class LocalHostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private sealed record AskThread;

    private sealed record Threads(int Before, int After);

    private sealed class ThreadTeller : AsyncActor<AskThread>
    {
        protected override async ValueTask ReceiveAsync(AskThread message)
        {
            var before = Environment.CurrentManagedThreadId;
            await Task.Run(() => { });
            Context.Answer(new Threads(before, Environment.CurrentManagedThreadId));
        }
    }

    [Fact]
    public async Task A_dedicated_actor_stays_on_one_thread_also_after_an_await()
    {
        await using var system = new ActorSystem("t");
        var teller = system.Spawn("teller", () => new ThreadTeller(), SpawnOptions.Dedicated);

        var first = await teller.AskAsync<Threads>(new AskThread(), Patience);
        var second = await teller.AskAsync<Threads>(new AskThread(), Patience);

        Assert.Equal(first.Before, first.After);
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task No_thread_is_left_once_the_system_has_stopped()
    {
        var host = new LocalHost();
        var system = new ActorSystem("t", new ActorSystemOptions { Host = host });
        var teller = system.Spawn("teller", () => new ThreadTeller(), SpawnOptions.Dedicated);
        await teller.AskAsync<Threads>(new AskThread(), Patience);
        Assert.Equal(1, host.DedicatedThreadCount);

        await system.StopAsync(Patience);

        Assert.Equal(0, host.DedicatedThreadCount);
    }
}
