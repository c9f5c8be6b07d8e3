using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

public abstract partial class KernelContract
{
    /// <summary>Counts its messages and tells the log, so that lost state shows.</summary>
    private Func<Scripted> Counting()
    {
        var log = Log.Ref;
        return () =>
        {
            var count = 0;
            return new Scripted
            {
                OnReceive = (_, message) =>
                {
                    count++;
                    ThrowIfException(message);
                    log.Tell(count);
                },
                OnPostStop = _ => log.Tell("stopped"),
            };
        };
    }

    [Fact]
    public void A_resumed_actor_keeps_its_state_and_loses_the_message()
    {
        var child = SpawnWithParent(On<FormatException>(Directive.Resume), Counting());

        child.Tell(1);
        child.Tell(new FormatException());
        child.Tell(3);

        Log.ExpectMsg(1);
        Log.ExpectMsg(3);
    }

    [Fact]
    public void A_restarted_actor_keeps_address_and_mailbox_and_begins_with_fresh_state()
    {
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), Counting());

        child.Tell(1);
        child.Tell(new FormatException());
        child.Tell(3);

        Log.ExpectMsg(1);
        Log.ExpectMsg("stopped");
        Log.ExpectMsg(1);
        Assert.Equal(1, Stage.ExpectEvent<ActorRestarted>().RestartCount);
    }

    [Fact]
    public void A_stopped_actor_ends_and_what_waits_for_it_is_a_dead_letter()
    {
        var child = SpawnWithParent(On<FormatException>(Directive.Stop), Counting());
        Log.Watch(child);

        child.Tell(new FormatException());
        child.Tell("unheard");

        Log.ExpectMsg("stopped");
        Log.ExpectTerminated(child);
        Assert.Equal("unheard", Stage.ExpectEvent<DeadLetter>().Message);
    }

    [Fact]
    public void A_failure_no_rule_names_reaches_the_root_and_fails_the_system_with_its_cause()
    {
        var cause = new InvalidOperationException("our own mistake");
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), Counting());

        child.Tell(cause);

        Assert.Equal(new SystemFailure(child.Path, cause), Stage.Await(Stage.System.Failure));
        Stage.Await(Stage.System.Termination);
        Assert.Empty(Stage.System.Actors);
    }

    [Fact]
    public void Each_failure_is_told_with_directive_and_reason()
    {
        var cause = new FormatException();
        var child = SpawnWithParent(On<FormatException>(Directive.Resume), Counting());

        child.Tell(cause);

        Assert.Equal(
            new ActorFailed(child.Path, cause, Directive.Resume, "the test wants it", TimeSpan.Zero), Stage.ExpectEvent<ActorFailed>());
    }

    [Fact]
    public void More_restarts_than_the_window_allows_escalate()
    {
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), Counting());

        for (var i = 0; i <= AtOnce.MaxRestarts; i++)
        {
            child.Tell(new FormatException($"failure {i}"));
        }

        Assert.Equal($"failure {AtOnce.MaxRestarts}", Stage.Await(Stage.System.Failure).Cause.Message);
        Assert.Equal(AtOnce.MaxRestarts, Stage.Events.OfType<ActorRestarted>().Count());
        Assert.Contains(Stage.Events.OfType<ActorFailed>(), failed => failed.Reason.Contains("3 restarts within"));
    }

    [Fact]
    public void A_restart_waits_for_its_backoff()
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(30), TimeSpan.FromSeconds(1), 3, TimeSpan.FromHours(1));
        var child = SpawnWithParent(On<FormatException>(Directive.Restart) with { Backoff = backoff }, Counting());
        var before = Stage.System.Clock.GetTimestamp();

        child.Tell(new FormatException());
        Stage.ExpectEvent<ActorRestarted>();

        Assert.True(Stage.System.Clock.GetElapsedTime(before) >= backoff.First);
        Assert.Equal(backoff.First, Stage.ExpectEvent<ActorFailed>().Delay);
    }

    [Fact]
    public void A_stop_during_the_backoff_ends_the_actor_once()
    {
        var backoff = new Backoff(TimeSpan.FromHours(1), TimeSpan.FromHours(1), 3, TimeSpan.FromHours(9));
        var child = SpawnWithParent(On<FormatException>(Directive.Restart) with { Backoff = backoff }, Counting());
        child.Tell(new FormatException());
        Log.ExpectMsg("stopped");

        child.Stop();

        Stage.Await(child.Termination);
        Assert.Empty(Log.TakeAll());
    }

    [Fact]
    public void A_constructor_that_fails_is_tried_again_by_a_restart()
    {
        var (log, attempts) = (Log.Ref, 0);
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), () => ++attempts < 3
            ? throw new FormatException()
            : new Scripted { OnReceive = (_, message) => log.Tell($"{message}, attempt {attempts}") });

        child.Tell("hello");

        Log.ExpectMsg("hello, attempt 3");
    }

    [Fact]
    public void An_actor_that_never_started_has_nothing_to_resume_and_stops()
    {
        var child = SpawnWithParent(
            On<FormatException>(Directive.Resume), () => new Scripted { OnPreStart = _ => throw new FormatException() });

        Stage.Await(child.Termination);
    }

    [Fact]
    public void Children_end_before_their_parent()
    {
        var log = Log.Ref;
        var top = Stage.Spawn("top", () => new Scripted
        {
            OnPreStart = me => me.Context.Spawn("middle", () => new Scripted
            {
                OnPreStart = middle => middle.Context.Spawn("leaf", () => new Scripted { OnPostStop = _ => log.Tell("leaf") }),
                OnPostStop = _ => log.Tell("middle"),
            }),
            OnPostStop = _ => log.Tell("top"),
        });

        top.Stop();

        Log.ExpectMsg("leaf");
        Log.ExpectMsg("middle");
        Log.ExpectMsg("top");
    }

    [Fact]
    public void A_restart_ends_the_children_first_and_may_make_them_anew_under_their_names()
    {
        var log = Log.Ref;
        var parent = SpawnWithParent(On<FormatException>(Directive.Restart), () => new Scripted
        {
            OnPreStart = me => me.Context.Spawn("grandchild", () => new Scripted
            {
                OnPreStart = _ => log.Tell("grandchild begins"),
                OnPostStop = _ => log.Tell("grandchild ends"),
            }),
            OnReceive = (_, message) => ThrowIfException(message),
            OnPostStop = _ => log.Tell("child ends"),
        });

        parent.Tell(new FormatException());

        Log.ExpectMsg("grandchild begins");
        Log.ExpectMsg("grandchild ends");
        Log.ExpectMsg("child ends");
        Log.ExpectMsg("grandchild begins");
    }

    [Fact]
    public void An_escalated_failure_is_decided_above_and_a_resume_holds_for_the_child_too()
    {
        var born = new TaskCompletionSource<ActorRef<object>>();
        SpawnWithParent(On<FormatException>(Directive.Resume), () => new Scripted
        {
            OnPreStart = me => born.SetResult(me.Context.Spawn("grandchild", Counting())),
        });
        var grandchild = Stage.Await(born.Task);

        grandchild.Tell(1);
        grandchild.Tell(new FormatException());
        grandchild.Tell(3);

        Log.ExpectMsg(1);
        Log.ExpectMsg(3);
    }

    [Fact]
    public void A_restart_brings_back_what_was_stashed()
    {
        var (log, isFirst) = (Log.Ref, true);
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), () => new Scripted
        {
            OnReceive = (me, message) =>
            {
                if (message is Exception)
                {
                    isFirst = false;
                    ThrowIfException(message);
                }

                if (isFirst)
                {
                    me.Context.Stash();
                }
                else
                {
                    log.Tell(message);
                }
            },
        });

        foreach (var message in new object[] { 1, 2, new FormatException(), 3 })
        {
            child.Tell(message);
        }

        Log.ExpectMsg(1);
        Log.ExpectMsg(2);
        Log.ExpectMsg(3);
    }

    [Fact]
    public void A_system_that_stops_without_a_failure_cancels_the_wait_for_one()
    {
        Stage.Stop();

        Assert.True(Stage.System.Failure.IsCanceled);
        Assert.Throws<InvalidOperationException>(() => Stage.Spawn("late", () => new Scripted()));
    }
}
