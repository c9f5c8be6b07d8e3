using System.Collections.Concurrent;
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

    private sealed record FailNow;

    private sealed class Fragile(Action<string> note) : Actor<object>
    {
        protected override void PreStart() => note("PreStart");

        protected override void PostStop() => note("PostStop");

        protected override void Receive(object message)
        {
            note(message.GetType().Name);
            if (message is FailNow)
            {
                Context.PipeToSelf(Task.Run(() => "piped"), text => text, failure => failure);
                throw new FormatException();
            }

            Context.Answer("done");
        }
    }

    [Fact]
    public async Task A_dedicated_actor_stays_on_its_thread_across_restarts_and_in_all_its_hooks()
    {
        var notes = new ConcurrentQueue<(string What, int Thread)>();
        var policy = new SupervisionPolicy([new(typeof(FormatException), Directive.Restart, "test")])
        {
            Backoff = Backoff.Default with { First = TimeSpan.FromMilliseconds(1) },
        };
        await using var system = new ActorSystem("t", new ActorSystemOptions { Policy = policy });
        var fragile = system.Spawn(
            "fragile", () => new Fragile(what => notes.Enqueue((what, Environment.CurrentManagedThreadId))), SpawnOptions.Dedicated);

        fragile.Tell(new FailNow());
        fragile.Tell(new FailNow());
        await fragile.AskAsync<string>("after", Patience);
        await system.StopAsync(Patience);

        Assert.Equal(
            ["PreStart", "FailNow", "PostStop", "PreStart", "FailNow", "PostStop", "PreStart", "String", "PostStop"], notes.Select(note => note.What));
        Assert.Single(notes.Select(note => note.Thread).Distinct());
    }

    [Fact]
    public async Task Under_many_senders_nothing_is_lost_doubled_or_out_of_order()
    {
        const int Senders = 8;
        const int Each = 20_000;
        var last = new int[Senders];
        var (wrong, done) = (0, new TaskCompletionSource());
        var left = Senders * Each;
        await using var system = new ActorSystem("t");
        foreach (var options in new[] { SpawnOptions.Default, SpawnOptions.Dedicated })
        {
            Array.Clear(last);
            (left, done) = (Senders * Each, new TaskCompletionSource());
            var counter = system.Spawn(
                $"counter-{options.Dispatcher}",
                () => new Scripted
                {
                    OnReceive = (_, message) =>
                    {
                        // No lock: one message at a time is what the kernel promises.
                        var (sender, number) = ((int, int))message;
                        wrong += last[sender] + 1 == number ? 0 : 1;
                        last[sender] = number;
                        if (--left == 0)
                        {
                            done.SetResult();
                        }
                    },
                },
                options with { Mailbox = new MailboxOptions(Senders * Each) });

            await Task.WhenAll(Enumerable.Range(0, Senders).Select(sender => Task.Run(() =>
            {
                for (var number = 1; number <= Each; number++)
                {
                    counter.Tell((sender, number));
                }
            })));
            await done.Task.WaitAsync(Patience);

            Assert.Equal(0, wrong);
        }
    }

    [Fact]
    public async Task Every_message_to_an_actor_that_stops_is_either_handled_or_a_dead_letter()
    {
        for (var round = 0; round < 100; round++)
        {
            const int Each = 500;
            var handled = 0;
            var system = new ActorSystem("t");
            var target = system.Spawn("target", () => new Scripted { OnReceive = (_, _) => handled++ });

            await Task.WhenAll(
                Task.Run(() => TellMany(target, Each)),
                Task.Run(() => TellMany(target, Each)),
                Task.Run(target.Stop));
            await system.StopAsync(Patience);

            // The last ones may be buried by the thread that ended the actor, a moment after its end.
            SpinWait.SpinUntil(() => handled + system.DeadLetterCount >= 2 * Each, Patience);
            Assert.Equal(2 * Each, handled + system.DeadLetterCount);
        }

        static void TellMany(ActorRef<object> target, int count)
        {
            for (var i = 0; i < count; i++)
            {
                target.Tell("message");
            }
        }
    }

    [Fact]
    public async Task A_stop_that_takes_too_long_names_who_is_still_alive()
    {
        using var release = new ManualResetEventSlim();
        var entered = new TaskCompletionSource();
        var system = new ActorSystem("t");
        var stuck = system.Spawn(
            "stuck",
            () => new Scripted
            {
                OnReceive = (_, _) =>
                {
                    entered.SetResult();
                    release.Wait();
                },
            },
            SpawnOptions.Dedicated);
        stuck.Tell("block");
        await entered.Task;

        var failure = await Assert.ThrowsAsync<StopTimeoutException>(() => system.StopAsync(TimeSpan.FromMilliseconds(20)));

        Assert.Equal(["/t", "/t/stuck"], failure.Alive);
        release.Set();
        await system.StopAsync(Patience);
    }
}
