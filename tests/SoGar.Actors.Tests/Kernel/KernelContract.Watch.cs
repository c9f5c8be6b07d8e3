using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

public abstract partial class KernelContract
{
    [Fact]
    public void The_end_of_a_watched_actor_comes_after_all_it_sent()
    {
        var log = Log.Ref;
        var talker = Stage.Spawn("talker", () => new Scripted
        {
            OnReceive = (me, _) =>
            {
                for (var i = 0; i < 50; i++)
                {
                    log.Tell(i);
                }

                me.Context.StopSelf();
            },
            OnPostStop = _ => log.Tell("last words"),
        });
        Log.Watch(talker);

        talker.Tell("go");

        for (var i = 0; i < 50; i++)
        {
            Log.ExpectMsg(i);
        }

        Log.ExpectMsg("last words");
        Log.ExpectTerminated(talker);
    }

    [Fact]
    public void Watching_an_actor_that_has_ended_tells_at_once()
    {
        var gone = Stage.Spawn("gone", () => new Scripted());
        gone.Stop();
        Stage.Await(gone.Termination);

        Log.Watch(gone);

        Log.ExpectTerminated(gone);
    }

    [Fact]
    public void A_restart_is_no_end()
    {
        var child = SpawnWithParent(On<FormatException>(Directive.Restart), Counting());
        Log.Watch(child);

        child.Tell(new FormatException());
        child.Tell(1);

        Log.ExpectMsg("stopped");
        Log.ExpectMsg(1);
    }

    [Fact]
    public void An_end_may_be_asked_for_as_a_message_of_ones_own()
    {
        var log = Log.Ref;
        var watched = Stage.Spawn("watched", () => new Scripted());
        Stage.Spawn("watcher", () => new Scripted
        {
            OnPreStart = me => me.Context.WatchWith(watched, "it is gone"),
            OnReceive = (_, message) => log.Tell(message),
        });

        watched.Stop();

        Log.ExpectMsg("it is gone");
    }

    [Fact]
    public void Nothing_comes_of_a_watch_that_was_taken_back()
    {
        var log = Log.Ref;
        var watched = Stage.Spawn("watched", () => new Scripted());
        var watcher = Stage.Spawn("watcher", () => new Scripted
        {
            OnReceive = (me, message) =>
            {
                log.Tell(message);
                if (message is "watch")
                {
                    me.Context.WatchWith(watched, "it is gone");
                }
                else if (message is "stop and unwatch")
                {
                    watched.Stop();
                    me.Context.Unwatch(watched);
                }
            },
        });

        watcher.Tell("watch");
        watcher.Tell("stop and unwatch");
        Stage.Await(watched.Termination);
        watcher.Tell("the end");

        Log.ExpectMsg("watch");
        Log.ExpectMsg("stop and unwatch");
        Log.ExpectMsg("the end");
    }

    [Fact]
    public void A_watcher_that_does_not_say_what_follows_fails_with_the_watched()
    {
        var watched = Stage.Spawn("watched", () => new Scripted());
        Stage.Spawn("watcher", () => new Scripted { OnPreStart = me => me.Context.Watch(watched) });

        watched.Stop();

        Assert.Contains("/watcher watches", Assert.IsType<DeathPactException>(Stage.Await(Stage.System.Failure).Cause).Message);
    }

    [Fact]
    public void A_parent_that_watches_may_give_the_name_to_a_new_child_at_once()
    {
        var log = Log.Ref;
        Stage.Spawn("parent", () => new Scripted
        {
            OnPreStart = me =>
            {
                var child = me.Context.Spawn("child", () => new Scripted());
                me.Context.Watch(child);
                child.Stop();
            },
            OnEnd = (me, _) => me.Context.Spawn("child", () => new Scripted { OnPreStart = _ => log.Tell("again") }),
        });

        Log.ExpectMsg("again");
    }
}
