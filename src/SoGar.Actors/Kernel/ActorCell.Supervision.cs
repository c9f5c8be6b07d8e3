namespace SoGar.Actors.Kernel;

/// <summary>Children and their failures; who watches whom.</summary>
internal sealed partial class ActorCell
{
    // Ordered by birth, so that nothing hangs on the order of a hash table.
    private readonly OrderedDictionary<string, Child> _children = [];
    private readonly List<ActorCell> _watchers = [];
    private readonly Dictionary<Recipient, object?> _watched = [];
    private bool _watchersTold;

    private sealed class Child(ActorCell cell)
    {
        public ActorCell Cell { get; } = cell;

        public RestartHistory History { get; set; } = RestartHistory.None;

        /// <summary>Its failure was escalated; the order that comes from above holds for it too.</summary>
        public bool IsEscalated { get; set; }
    }

    public IReadOnlyList<ActorRef> Children
    {
        get
        {
            RequireTurn();
            return [.. _children.Values.Select(child => child.Cell.Self)];
        }
    }

    public ActorRef<TMessage> Spawn<TMessage>(string name, Func<AsyncActor<TMessage>> factory, SpawnOptions options)
        where TMessage : class
    {
        RequireTurn();
        if (_phase is Phase.Stopping or Phase.Restarting)
        {
            throw new InvalidOperationException($"{Path} is stopping and cannot have the new child {name}");
        }

        var child = System.NewCell(this, name, factory, options);
        _children.Add(child.Path, new Child(child));
        child.Send(new Signal.Start());
        return new ActorRef<TMessage>(child);
    }

    public void Watch(Recipient other, object? message)
    {
        RequireTurn();
        if (ReferenceEquals(other, this))
        {
            throw new InvalidOperationException($"{Path} cannot watch itself; override PostStop");
        }

        var isNew = !_watched.ContainsKey(other);
        _watched[other] = message;
        if (isNew)
        {
            other.AddWatcher(this);
        }
    }

    public void Unwatch(Recipient other)
    {
        RequireTurn();
        if (_watched.Remove(other))
        {
            other.RemoveWatcher(this);
        }
    }

    public override void AddWatcher(ActorCell watcher)
    {
        lock (_watchers)
        {
            if (!_watchersTold)
            {
                _watchers.Add(watcher);
                return;
            }
        }

        watcher.Deliver(new Terminated(this), Self);
    }

    public override void RemoveWatcher(ActorCell watcher)
    {
        lock (_watchers)
        {
            _watchers.Remove(watcher);
        }
    }

    /// <summary>A termination has its turn: the message that stands for it, or null once the actor was told by its hook.</summary>
    public object? TakeTermination(Recipient ended)
    {
        // Unwatched meanwhile: the promise of Unwatch is that nothing comes after it.
        if (!_watched.Remove(ended, out var message))
        {
            return null;
        }

        if (message is null)
        {
            _actor!.InvokeOnTerminated(ActorRef.Untyped(ended));
        }

        return message;
    }

    private void Supervise(Signal.ChildFailed failed)
    {
        if (!_children.TryGetValue(failed.Child.Path, out var child) || _phase is Phase.Stopping or Phase.Restarting)
        {
            // Being stopped already, like all children of a parent that ends.
            return;
        }

        var policy = _actor?.InvokePolicy() ?? SupervisionPolicy.EscalateAll;
        var verdict = policy.Decide(failed.Cause, child.History, System.Clock.GetUtcNow());
        child.History = verdict.History;
        System.Observe(new ActorFailed(failed.Child.Path, failed.Cause, verdict.Directive, verdict.Reason, verdict.Delay));
        switch (verdict.Directive)
        {
            case Directive.Resume:
                failed.Child.Send(new Signal.Resume());
                break;
            case Directive.Restart:
                failed.Child.Send(new Signal.Restart(failed.Cause, verdict.Delay));
                break;
            case Directive.Stop:
                failed.Child.Stop();
                break;
            case Directive.Escalate:
                child.IsEscalated = true;
                Fail(failed.Cause, failed.Origin);
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"unknown directive {verdict.Directive}");
        }
    }

    private void AddChild(ActorCell child)
    {
        _children.Add(child.Path, new Child(child));
        if (_phase is Phase.Stopping or Phase.Restarting)
        {
            child.Stop();
        }
    }

    private void RemoveChild(ActorCell child)
    {
        if (_children.TryGetValue(child.Path, out var known) && ReferenceEquals(known.Cell, child))
        {
            _children.Remove(child.Path);
        }
    }

    private void StopChildren()
    {
        foreach (var child in _children.Values)
        {
            child.Cell.Stop();
        }
    }

    private void ResumeFailedChildren()
    {
        foreach (var child in _children.Values.Where(child => child.IsEscalated))
        {
            child.IsEscalated = false;
            child.Cell.Send(new Signal.Resume());
        }
    }

    private void TellWatchers()
    {
        ActorCell[] watchers;
        lock (_watchers)
        {
            _watchersTold = true;
            watchers = [.. _watchers];
            _watchers.Clear();
        }

        foreach (var watcher in watchers)
        {
            // The way of a message, so that it does not overtake what this actor sent before.
            watcher.Deliver(new Terminated(this), Self);
        }
    }

    private void ForgetWatched()
    {
        foreach (var watched in _watched.Keys)
        {
            watched.RemoveWatcher(this);
        }

        _watched.Clear();
    }
}
