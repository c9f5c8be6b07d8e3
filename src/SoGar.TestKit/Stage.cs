using SoGar.Actors.Kernel;

namespace SoGar.TestKit;

/// <summary>
/// Where a test plays with actors: <see cref="Simulation"/> in virtual time, or <see cref="LocalStage"/> on real threads. A test written
/// against this type runs on both.
/// </summary>
public abstract class Stage : IDisposable
{
    private readonly List<KernelEvent> _events = [];
    private int _probeCount;

    private protected Stage() => Observer = new EventList(this);

    /// <summary>The actors.</summary>
    public abstract ActorSystem System { get; }

    /// <summary>How long an expectation waits when it does not say: on the stage's own clock.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What the kernel told so far: starts, failures, dead letters.</summary>
    public IReadOnlyList<KernelEvent> Events
    {
        get
        {
            lock (Changed)
            {
                return [.. _events];
            }
        }
    }

    /// <summary>Guards what probes and events collect; pulsed when something is added.</summary>
    internal object Changed { get; } = new();

    private protected IKernelObserver Observer { get; }

    /// <summary>Starts an actor at the top of the tree.</summary>
    public ActorRef<TMessage> Spawn<TMessage>(string name, Func<AsyncActor<TMessage>> factory, SpawnOptions? options = null)
        where TMessage : class => System.Spawn(name, factory, options);

    /// <summary>Starts an actor that only listens, for the test to look at.</summary>
    /// <param name="name">Its name; null numbers it.</param>
    public Probe<TMessage> Probe<TMessage>(string? name = null)
        where TMessage : class => new(this, name ?? $"probe-{++_probeCount}");

    /// <summary>Lets actors work until the condition holds.</summary>
    /// <returns>False when it did not hold in time.</returns>
    public abstract bool Wait(Func<bool> condition, TimeSpan within);

    /// <summary>Lets actors work until the task ends, and gives its result or throws its failure.</summary>
    /// <exception cref="ExpectationException">It did not end in time.</exception>
    public TResult Await<TResult>(Task<TResult> task, TimeSpan? within = null)
    {
        Await((Task)task, within);
        return task.GetAwaiter().GetResult();
    }

    /// <summary>Lets actors work until the task ends, and throws its failure if it has one.</summary>
    /// <exception cref="ExpectationException">It did not end in time.</exception>
    public void Await(Task task, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!WaitFor(task, within ?? Patience))
        {
            throw Unmet($"the task had not ended after {within ?? Patience}");
        }

        task.GetAwaiter().GetResult();
    }

    /// <summary>Lets actors work until the kernel has told such an event, and gives the first one.</summary>
    /// <exception cref="ExpectationException">It did not come in time.</exception>
    public TEvent ExpectEvent<TEvent>(Func<TEvent, bool>? where = null, TimeSpan? within = null)
        where TEvent : KernelEvent
    {
        TEvent? Find() => Events.OfType<TEvent>().FirstOrDefault(happened => where is null || where(happened));

        return Wait(() => Find() is not null, within ?? Patience) ? Find()! : throw Unmet($"no {typeof(TEvent).Name} as expected");
    }

    /// <summary>Stops all actors, children first.</summary>
    /// <exception cref="ExpectationException">Some did not stop.</exception>
    public void Stop()
    {
        var stopping = System.StopAsync(Patience);
        if (!Wait(() => System.Termination.IsCompleted, Patience))
        {
            throw Unmet($"still alive: {string.Join(", ", System.Actors.Select(actor => actor.Path))}; {stopping.Status}");
        }
    }

    /// <summary>Stops all actors.</summary>
    public void Dispose()
    {
        Stop();
        GC.SuppressFinalize(this);
    }

    /// <summary>The failure of an expectation, with what helps to find out why.</summary>
    internal virtual ExpectationException Unmet(string what) =>
        new($"{what}\nevents:\n  {string.Join("\n  ", Events.TakeLast(20))}");

    private protected virtual bool WaitFor(Task task, TimeSpan within) => Wait(() => task.IsCompleted, within);

    private protected virtual void Heard(KernelEvent happened)
    {
    }

    private sealed class EventList(Stage stage) : IKernelObserver
    {
        public void Observe(KernelEvent happened)
        {
            lock (stage.Changed)
            {
                stage._events.Add(happened);
                stage.Heard(happened);
                Monitor.PulseAll(stage.Changed);
            }
        }
    }
}

/// <summary>Something a test expected did not happen.</summary>
public sealed class ExpectationException(string message) : Exception(message)
{
}
