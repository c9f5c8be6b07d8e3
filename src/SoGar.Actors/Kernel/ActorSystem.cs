using System.Collections.Concurrent;

namespace SoGar.Actors.Kernel;

/// <summary>
/// A tree of actors on one host. Stops as a whole: children before parents. When a failure reaches the root the system stops
/// by itself and <see cref="Failure"/> tells the cause.
/// </summary>
public sealed class ActorSystem : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ActorCell> _cells = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource<SystemFailure> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IKernelObserver? _observer;
    private readonly ActorCell _root;
    private long _deadLetterCount;

    /// <summary>Starts an empty system.</summary>
    /// <param name="name">Names it in errors; every path begins with it.</param>
    /// <param name="options">Its host and observer; null takes threads and the system's clock.</param>
    public ActorSystem(string name, ActorSystemOptions? options = null)
    {
        options ??= new ActorSystemOptions();
        Name = RequireName(name);
        Host = options.Host ?? new LocalHost();
        _observer = options.Observer;
        _root = new ActorCell(this, null, $"/{name}", () => new Root(options.Policy), SpawnOptions.Default);
        _cells[_root.Path] = _root;
        _root.Send(new Signal.Start());
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The clock of its timers and deadlines.</summary>
    public TimeProvider Clock => Host.Clock;

    /// <summary>Completes when a failure has reached the root; cancelled when the system has stopped without one.</summary>
    public Task<SystemFailure> Failure => _failure.Task;

    /// <summary>Completes when all actors have stopped.</summary>
    public Task Termination => _root.Termination;

    /// <summary>Messages nobody handled, so far.</summary>
    public long DeadLetterCount => Interlocked.Read(ref _deadLetterCount);

    /// <summary>All living actors by path, for a status page: a glance, not an agreement.</summary>
    public IReadOnlyList<ActorStatus> Actors =>
        [.. _cells.Values.Select(cell => cell.Status).OrderBy(status => status.Path, StringComparer.Ordinal)];

    internal IActorHost Host { get; }

    /// <summary>Starts an actor at the top of the tree; safe from any thread.</summary>
    /// <inheritdoc cref="ActorContext{TMessage}.Spawn"/>
    /// <exception cref="InvalidOperationException">The system has stopped.</exception>
    public ActorRef<TMessage> Spawn<TMessage>(string name, Func<AsyncActor<TMessage>> factory, SpawnOptions? options = null)
        where TMessage : class
    {
        if (_root.Termination.IsCompleted)
        {
            throw new InvalidOperationException($"actor system {Name} has stopped and cannot have the new actor {name}");
        }

        var cell = NewCell(_root, name, factory, options ?? SpawnOptions.Default);
        _root.Send(new Signal.Adopt(cell));
        cell.Send(new Signal.Start());
        return new ActorRef<TMessage>(cell);
    }

    /// <summary>Stops all actors, children first, and waits until their threads have ended.</summary>
    /// <param name="timeout">How long to wait, on the clock of the host.</param>
    /// <exception cref="StopTimeoutException">Some did not stop in time; the message names them. They go on stopping.</exception>
    public async Task StopAsync(TimeSpan timeout)
    {
        _root.Stop();
        try
        {
            await Termination.WaitAsync(timeout, Clock).ConfigureAwait(false);
            await Host.WhenIdleAsync().WaitAsync(timeout, Clock).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new StopTimeoutException(Name, timeout, [.. _cells.Keys.Order(StringComparer.Ordinal)]);
        }
    }

    /// <summary>Stops all actors and waits as long as it takes.</summary>
    public async ValueTask DisposeAsync() => await StopAsync(Timeout.InfiniteTimeSpan).ConfigureAwait(false);

    internal ActorCell NewCell(ActorCell parent, string name, Func<ActorBase> factory, SpawnOptions options)
    {
        ArgumentNullException.ThrowIfNull(factory);
        var path = $"{parent.Path}/{RequireName(name)}";
        if (_cells.ContainsKey(path))
        {
            throw new ArgumentException($"{path} is alive already; names are unique among the children of one actor", nameof(name));
        }

        var cell = new ActorCell(this, parent, path, factory, options);
        if (!_cells.TryAdd(path, cell))
        {
            cell.Discard();
            throw new ArgumentException($"{path} is alive already; names are unique among the children of one actor", nameof(name));
        }

        return cell;
    }

    internal void Forget(ActorCell cell)
    {
        _cells.TryRemove(cell.Path, out _);
        if (ReferenceEquals(cell, _root))
        {
            _failure.TrySetCanceled();
        }
    }

    internal void Fail(SystemFailure failure)
    {
        _failure.TrySetResult(failure);
        _root.Stop();
    }

    internal void Observe(KernelEvent happened)
    {
        if (happened is DeadLetter)
        {
            Interlocked.Increment(ref _deadLetterCount);
        }

        _observer?.Observe(happened);
    }

    private static string RequireName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
            ? name
            : throw new ArgumentException($"'{name}' cannot name an actor; use letters, digits, '-', '_' and '.'", nameof(name));
    }

    private sealed class Root(SupervisionPolicy policy) : Actor<object>
    {
        protected override SupervisionPolicy Policy => policy;

        protected override void Receive(object message) => Unhandled(message);
    }
}

/// <summary>What a system of actors is run with.</summary>
public sealed record ActorSystemOptions
{
    /// <summary>What it runs on; null makes a <see cref="LocalHost"/>.</summary>
    public IActorHost? Host { get; init; }

    /// <summary>Hears of failures and dead letters; null lets them pass unseen, but counted.</summary>
    public IKernelObserver? Observer { get; init; }

    /// <summary>What follows from the failure of an actor at the top of the tree.</summary>
    public SupervisionPolicy Policy { get; init; } = SupervisionPolicy.EscalateAll;
}

/// <summary>A failure that nobody below the root could handle.</summary>
/// <param name="Path">Where it began.</param>
/// <param name="Cause">What escaped there.</param>
public sealed record SystemFailure(string Path, Exception Cause);

/// <summary>An actor at a glance.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Phase">Running, Suspended, Restarting, Pausing, Stopping or Stopped.</param>
/// <param name="WaitingCount">Messages in its mailbox.</param>
/// <param name="HandledCount">Messages it has handled since its birth, restarts included.</param>
public sealed record ActorStatus(string Path, string Phase, int WaitingCount, long HandledCount);
