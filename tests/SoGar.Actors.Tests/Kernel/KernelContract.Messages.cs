using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

public abstract partial class KernelContract
{
    private sealed record Question(int Number);

    private sealed record Answer(int Number);

    [Fact]
    public void Messages_of_one_sender_arrive_in_the_order_sent()
    {
        var log = Log.Ref;
        var receiver = Stage.Spawn("receiver", () => new Scripted { OnReceive = (_, message) => log.Tell(message) });

        for (var i = 0; i < 200; i++)
        {
            receiver.Tell(i);
        }

        for (var i = 0; i < 200; i++)
        {
            Log.ExpectMsg(i);
        }
    }

    [Fact]
    public void A_question_gets_its_answer()
    {
        var doubler = Stage.Spawn("doubler", () => new Scripted
        {
            OnReceive = (me, message) => me.Context.Answer(new Answer(((Question)message).Number * 2)),
        });

        Assert.Equal(new Answer(42), Stage.Await(doubler.AskAsync<Answer>(new Question(21), TimeSpan.FromSeconds(20))));
    }

    [Fact]
    public void A_question_without_answer_fails_at_its_deadline_and_names_the_actor()
    {
        var silent = Stage.Spawn("silent", () => new Scripted());

        var failure = Assert.Throws<AskTimeoutException>(() => Stage.Await(silent.AskAsync<Answer>(new Question(1), TimeSpan.FromMilliseconds(20))));

        Assert.Equal(silent.Path, failure.Path);
        Assert.Contains("silent did not answer Question within 0.02 s", failure.Message);
    }

    [Fact]
    public void An_answer_of_another_type_fails_the_question()
    {
        var odd = Stage.Spawn("odd", () => new Scripted { OnReceive = (me, _) => me.Context.Answer("what?") });

        Assert.Throws<InvalidCastException>(() => Stage.Await(odd.AskAsync<Answer>(new Question(1), TimeSpan.FromSeconds(20))));
    }

    [Fact]
    public void A_second_answer_is_a_dead_letter()
    {
        var eager = Stage.Spawn("eager", () => new Scripted
        {
            OnReceive = (me, _) =>
            {
                me.Context.Answer(new Answer(1));
                me.Context.Answer(new Answer(2));
            },
        });

        Assert.Equal(new Answer(1), Stage.Await(eager.AskAsync<Answer>(new Question(1), TimeSpan.FromSeconds(20))));
        Assert.Equal(new Answer(2), Stage.ExpectEvent<DeadLetter>(letter => letter.Reason == DeadLetterReason.TooLate).Message);
    }

    [Fact]
    public void The_sender_is_the_actor_whose_handler_tells()
    {
        var log = Log.Ref;
        var relay = Stage.Spawn("relay", () => new Scripted { OnReceive = (_, message) => log.Tell(message) });

        relay.Tell("hello");

        Log.ExpectMsg("hello");
        Assert.Equal(relay, Log.LastSender);
    }

    [Fact]
    public void A_forwarded_message_keeps_its_sender_who_gets_the_answer()
    {
        var worker = Stage.Spawn("worker", () => new Scripted { OnReceive = (me, message) => me.Context.Answer($"done: {message}") });
        var desk = Stage.Spawn("desk", () => new Scripted { OnReceive = (me, message) => me.Context.Forward(worker, message) });

        Log.Send(desk, "job");

        Log.ExpectMsg("done: job");
        Assert.Equal(worker, Log.LastSender);
    }

    [Fact]
    public void A_message_to_an_actor_that_has_stopped_is_a_dead_letter()
    {
        var gone = Stage.Spawn("gone", () => new Scripted());
        gone.Stop();
        Stage.Await(gone.Termination);

        gone.Tell("too late");

        Assert.Equal(
            new DeadLetter("too late", null, gone.Path, DeadLetterReason.Stopped), Stage.ExpectEvent<DeadLetter>());
        Assert.Equal(1, Stage.System.DeadLetterCount);
    }

    [Fact]
    public void What_an_actor_has_no_use_for_is_a_dead_letter()
    {
        var picky = Stage.Spawn("picky", () => new Scripted { OnReceive = (me, message) => me.Unhandled(message) });

        picky.Tell("spinach");

        Assert.Equal(DeadLetterReason.Unhandled, Stage.ExpectEvent<DeadLetter>().Reason);
    }

    [Fact]
    public void A_message_that_meets_a_full_mailbox_is_a_dead_letter()
    {
        var (small, release) = SpawnBlocked(new MailboxOptions(Capacity: 1));
        small.Tell("waits");

        small.Tell("one too many");

        Assert.Equal(
            new DeadLetter("one too many", null, small.Path, DeadLetterReason.MailboxFull), Stage.ExpectEvent<DeadLetter>());
        release.SetResult();
    }

    [Fact]
    public void A_full_mailbox_may_fail_its_sender_instead()
    {
        var (small, release) = SpawnBlocked(new MailboxOptions(Capacity: 1, Overflow.FailSender));
        small.Tell("waits");

        var failure = Assert.Throws<MailboxFullException>(() => small.Tell("one too many"));

        Assert.Contains("small holds its 1 messages", failure.Message);
        release.SetResult();
    }

    /// <summary>An actor that is busy with a first message until it is released.</summary>
    private (ActorRef<object> Small, TaskCompletionSource Release) SpawnBlocked(MailboxOptions mailbox)
    {
        var (blocked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var small = Stage.Spawn("small", () => new ScriptedAsync(async (_, _) =>
        {
            blocked.TrySetResult();
            await release.Task;
        }), new SpawnOptions { Mailbox = mailbox });
        small.Tell("in hand");
        Stage.Await(blocked.Task);
        return (small, release);
    }

    [Fact]
    public void Another_behaviour_receives_from_the_next_message_on_and_until_unbecome()
    {
        var log = Log.Ref;
        var moody = Stage.Spawn("moody", () => new Scripted
        {
            OnReceive = (me, message) =>
            {
                log.Tell($"calm {message}");
                me.Become(excited =>
                {
                    log.Tell($"excited {excited}");
                    me.Unbecome();
                });
            },
        });

        moody.Tell(1);
        moody.Tell(2);
        moody.Tell(3);

        Log.ExpectMsg("calm 1");
        Log.ExpectMsg("excited 2");
        Log.ExpectMsg("calm 3");
    }

    [Fact]
    public void Stashed_messages_come_back_in_order_before_what_waits()
    {
        var log = Log.Ref;
        var isOpen = false;
        var shop = Stage.Spawn("shop", () => new Scripted
        {
            OnReceive = (me, message) =>
            {
                if (message is "open")
                {
                    isOpen = true;
                    me.Context.UnstashAll();
                }
                else if (isOpen)
                {
                    log.Tell(message);
                }
                else
                {
                    me.Context.Stash();
                }
            },
        });

        foreach (var message in new object[] { 1, 2, "open", 3 })
        {
            shop.Tell(message);
        }

        Log.ExpectMsg(1);
        Log.ExpectMsg(2);
        Log.ExpectMsg(3);
    }

    [Fact]
    public void Stashing_more_than_the_stash_holds_fails_the_actor()
    {
        var options = new SpawnOptions { Mailbox = new MailboxOptions(StashCapacity: 1) };
        var hoarder = Stage.Spawn("hoarder", () => new Scripted { OnReceive = (me, _) => me.Context.Stash() }, options);

        hoarder.Tell(1);
        hoarder.Tell(2);

        Assert.IsType<StashFullException>(Stage.Await(Stage.System.Failure).Cause);
    }

    [Fact]
    public void Names_are_unique_among_siblings_and_free_again_after_the_end()
    {
        var first = Stage.Spawn("name", () => new Scripted());
        Assert.Contains("/name is alive already", Assert.Throws<ArgumentException>(() => Stage.Spawn("name", () => new Scripted())).Message);

        first.Stop();
        Stage.Await(first.Termination);

        Assert.NotEqual(first, Stage.Spawn("name", () => new Scripted()));
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("ä")]
    public void A_malformed_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Stage.Spawn(name, () => new Scripted()));
}
