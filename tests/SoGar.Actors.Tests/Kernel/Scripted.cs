using SoGar.Actors.Kernel;

namespace SoGar.Actors.Tests.Kernel;

/// <summary>An actor whose parts a test writes in place.</summary>
internal sealed class Scripted : Actor<object>
{
    public Action<Scripted, object> OnReceive { get; init; } = static (_, _) => { };

    public Action<Scripted> OnPreStart { get; init; } = static _ => { };

    public Action<Scripted> OnPostStop { get; init; } = static _ => { };

    public Action<Scripted, Exception>? OnPostRestart { get; init; }

    public Action<Scripted, ActorRef>? OnEnd { get; init; }

    public SupervisionPolicy Supervision { get; init; } = SupervisionPolicy.EscalateAll;

    public new ActorContext<object> Context => base.Context;

    protected override SupervisionPolicy Policy => Supervision;

    public new void Become(Action<object> behaviour) => base.Become(behaviour);

    public new void Unbecome() => base.Unbecome();

    public new void Unhandled(object message) => base.Unhandled(message);

    protected override void Receive(object message) => OnReceive(this, message);

    protected override void PreStart() => OnPreStart(this);

    protected override void PostStop() => OnPostStop(this);

    protected override void PostRestart(Exception reason)
    {
        if (OnPostRestart is null)
        {
            base.PostRestart(reason);
        }
        else
        {
            OnPostRestart(this, reason);
        }
    }

    protected override void OnTerminated(ActorRef actor)
    {
        if (OnEnd is null)
        {
            base.OnTerminated(actor);
        }
        else
        {
            OnEnd(this, actor);
        }
    }
}

/// <summary>The same with a handler that awaits.</summary>
internal sealed class ScriptedAsync(Func<ActorContext<object>, object, ValueTask> receive) : AsyncActor<object>
{
    protected override ValueTask ReceiveAsync(object message) => receive(Context, message);
}
