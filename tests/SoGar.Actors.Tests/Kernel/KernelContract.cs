using SoGar.Actors.Kernel;
using SoGar.TestKit;

namespace SoGar.Actors.Tests.Kernel;

/// <summary>What actors may rely on, on every host; the derived classes say on which.</summary>
public abstract partial class KernelContract : IDisposable
{
    private protected static readonly Backoff AtOnce = new(TimeSpan.Zero, TimeSpan.Zero, MaxRestarts: 3, TimeSpan.FromHours(1));

    private protected abstract Stage Stage { get; }

    // What the actors of a test have done, in order.
    private protected Probe<object> Log { get => field ??= Stage.Probe<object>("log"); }

    public void Dispose()
    {
        Stage.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static SupervisionPolicy On<TException>(Directive directive)
        where TException : Exception =>
        new([new SupervisionRule(typeof(TException), directive, "the test wants it")]) { Backoff = AtOnce };

    /// <summary>A parent with one child, which tells the log what it is told, and throws exceptions it is told.</summary>
    private protected ActorRef<object> SpawnWithParent(SupervisionPolicy policy, Func<Scripted> child, SpawnOptions? options = null)
    {
        var born = new TaskCompletionSource<ActorRef<object>>();
        Stage.Spawn("parent", () => new Scripted
        {
            Supervision = policy,
            OnPreStart = me => born.TrySetResult(me.Context.Spawn("child", child, options)),
        });
        return Stage.Await(born.Task);
    }

    private protected static void ThrowIfException(object message)
    {
        if (message is Exception exception)
        {
            throw exception;
        }
    }
}
