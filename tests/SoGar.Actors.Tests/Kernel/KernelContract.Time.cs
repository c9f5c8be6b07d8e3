using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

public abstract partial class KernelContract
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);

    private ActorRef<object> SpawnTelling(Action<Scripted> preStart, Action<Scripted, object>? receive = null)
    {
        var log = Log.Ref;
        return Stage.Spawn("telling", () => new Scripted
        {
            OnPreStart = preStart,
            OnReceive = (me, message) =>
            {
                receive?.Invoke(me, message);
                log.Tell(message);
            },
        });
    }

    [Fact]
    public void A_single_timer_ticks_once_and_is_active_until_then()
    {
        SpawnTelling(
            me =>
            {
                me.Context.Timers.StartSingle("key", "tick", Soon);
                Assert.True(me.Context.Timers.IsActive("key"));
            },
            (me, message) =>
            {
                if (message is "tick")
                {
                    Assert.False(me.Context.Timers.IsActive("key"));
                    me.Context.Timers.StartSingle("key", "tock", Soon);
                }
            });

        Log.ExpectMsg("tick");
        Log.ExpectMsg("tock");
    }

    [Fact]
    public void A_periodic_timer_ticks_until_it_is_cancelled()
    {
        var count = 0;
        SpawnTelling(
            me => me.Context.Timers.StartPeriodic("key", "tick", Soon),
            (me, _) =>
            {
                if (++count == 3)
                {
                    me.Context.Timers.Cancel("key");
                    me.Context.Timers.StartSingle("after", "the end", Soon * 10);
                }
            });

        Log.ExpectMsg("tick");
        Log.ExpectMsg("tick");
        Log.ExpectMsg("tick");
        Log.ExpectMsg("the end");
    }

    [Fact]
    public void Starting_a_key_again_replaces_its_timer()
    {
        SpawnTelling(me =>
        {
            me.Context.Timers.StartSingle("key", "first", Soon);
            me.Context.Timers.StartSingle("key", "second", Soon * 2);
        });

        Log.ExpectMsg("second");
    }

    [Fact]
    public void A_restart_cancels_the_timers_of_the_instance_before()
    {
        var log = Log.Ref;
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), () => new Scripted
        {
            OnPreStart = me => me.Context.Timers.StartSingle("key", "of the first", Soon),
            OnPostRestart = (me, _) => me.Context.Timers.StartSingle("another key", "of the second", Soon * 3),
            OnReceive = (me, message) =>
            {
                // Ticks of the first instance wait behind this message at the latest.
                ThrowIfException(message);
                log.Tell(message);
            },
        });

        child.Tell(new FormatException());

        Log.ExpectMsg("of the second");
    }

    [Fact]
    public void The_end_of_piped_work_comes_as_a_message_whatever_its_end()
    {
        var work = new TaskCompletionSource<int>();
        SpawnTelling(me =>
        {
            me.Context.PipeToSelf(work.Task, result => $"result {result}", failure => failure);
            me.Context.PipeToSelf(Task.FromException<int>(new FormatException("bad")), result => result, failure => failure.Message);
            me.Context.PipeToSelf(Task.FromCanceled(new CancellationToken(true)), () => "done", failure => failure.GetType().Name);
            me.Context.PipeToSelf(Task.CompletedTask, () => "nothing to wait for", failure => failure);
        });

        Log.ExpectMsg("bad");
        Log.ExpectMsg(nameof(TaskCanceledException));
        Log.ExpectMsg("nothing to wait for");
        work.SetResult(7);
        Log.ExpectMsg("result 7");
    }

    [Fact]
    public void The_end_of_work_that_an_earlier_instance_began_is_a_dead_letter()
    {
        var (log, work) = (Log.Ref, new TaskCompletionSource<int>());
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), () => new Scripted
        {
            OnPreStart = me => me.Context.PipeToSelf(work.Task, result => result, failure => failure),
            OnPostRestart = (_, _) => log.Tell("again"),
            OnReceive = (_, message) => ThrowIfException(message),
        });
        child.Tell(new FormatException());
        Log.ExpectMsg("again");

        work.SetResult(7);

        Assert.Equal(DeadLetterReason.EarlierIncarnation, Stage.ExpectEvent<DeadLetter>().Reason);
    }

    [Fact]
    public void An_awaiting_handler_hears_nothing_else_until_it_is_done()
    {
        var (log, gate) = (Log.Ref, new TaskCompletionSource());
        var slow = Stage.Spawn<object>("slow", () => new ScriptedAsync(async (_, message) =>
        {
            log.Tell($"{message} begins");
            if (message is 1)
            {
                await gate.Task;
            }

            log.Tell($"{message} ends");
        }));

        slow.Tell(1);
        slow.Tell(2);
        Log.ExpectMsg("1 begins");
        gate.SetResult();

        Log.ExpectMsg("1 ends");
        Log.ExpectMsg("2 begins");
        Log.ExpectMsg("2 ends");
    }

    [Fact]
    public void The_sender_is_still_known_after_an_await()
    {
        var slow = Stage.Spawn<object>("slow", () => new ScriptedAsync(async (context, message) =>
        {
            await Task.Yield();
            context.Answer($"{message}!");
        }));

        Log.Send(slow, "one");
        Log.Send(slow, "two");

        Log.ExpectMsg("one!");
        Log.ExpectMsg("two!");
    }

    [Fact]
    public void A_failure_after_an_await_goes_to_the_supervisor()
    {
        var slow = Stage.Spawn<object>("slow", () => new ScriptedAsync(async (_, _) =>
        {
            await Task.Yield();
            throw new FormatException("late");
        }));

        slow.Tell("go");

        Assert.Equal("late", Stage.Await(Stage.System.Failure).Cause.Message);
    }

    [Fact]
    public void A_stop_cancels_the_token_of_a_handler_that_still_waits_and_then_takes_place()
    {
        var log = Log.Ref;
        var waiting = Stage.Spawn<object>("waiting", () => new ScriptedAsync(async (context, _) =>
        {
            var cancelled = new TaskCompletionSource();
            using var registration = context.Stopping.Register(cancelled.SetResult);
            log.Tell("waits");
            await cancelled.Task;
            log.Tell("cancelled");
        }));
        Log.Watch(waiting);
        waiting.Tell("go");
        Log.ExpectMsg("waits");

        waiting.Stop();

        Log.ExpectMsg("cancelled");
        Log.ExpectTerminated(waiting);
    }

    [Fact]
    public void A_restart_cancels_the_token_of_its_instance_and_the_next_has_a_fresh_one()
    {
        var tokens = new List<CancellationToken>();
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), () => new Scripted
        {
            OnPreStart = me => tokens.Add(me.Context.Stopping),
            OnReceive = (_, message) => ThrowIfException(message),
        });

        child.Tell(new FormatException());
        Stage.ExpectEvent<ActorRestarted>();

        Assert.Equal([true, false], tokens.Select(token => token.IsCancellationRequested));
    }

    [Fact]
    public void The_context_refuses_use_outside_of_the_actors_turn()
    {
        ActorContext<object>? stolen = null;
        var started = new TaskCompletionSource();
        SpawnTelling(me =>
        {
            stolen = me.Context;
            started.SetResult();
        });
        Stage.Await(started.Task);

        Assert.Contains("outside of its turn", Assert.Throws<InvalidOperationException>(() => stolen!.Spawn("child", () => new Scripted())).Message);
        Assert.Throws<InvalidOperationException>(() => stolen!.Timers.StartSingle("key", "tick", Soon));
        Assert.Throws<InvalidOperationException>(() => stolen!.PipeToSelf(Task.CompletedTask, () => "", _ => ""));
    }
}
