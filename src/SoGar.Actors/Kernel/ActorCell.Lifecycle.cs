namespace SoGar.Actors.Kernel;

/// <summary>Birth, failure, restart and end of the actor.</summary>
internal sealed partial class ActorCell
{
    private readonly TaskCompletionSource _termination = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorTimerSet _timers = new();
    private volatile Phase _phase = Phase.Running;
    private Exception? _restartCause;
    private TimeSpan _restartDelay;
    private ITimer? _restartTimer;
    private bool _isStarted;
    private CancellationTokenSource _stopping = new();
    private volatile bool _stopRequested;

    private enum Phase
    {
        /// <summary>Receives.</summary>
        Running,

        /// <summary>Failed; messages wait for the supervisor's order.</summary>
        Suspended,

        /// <summary>Waits for its handler and its children to end before the incarnation ends.</summary>
        Restarting,

        /// <summary>Between two incarnations.</summary>
        Pausing,

        /// <summary>Waits for its handler and its children to end.</summary>
        Stopping,

        /// <summary>Ended for good.</summary>
        Stopped,
    }

    public override Task Termination => _termination.Task;

    /// <summary>Counts the actor's instances, from 0.</summary>
    public int Incarnation { get; private set; }

    public CancellationToken Stopping => _stopping.Token;

    public ActorTimerSet Timers => _timers;

    public override void Stop()
    {
        _stopRequested = true;
        Send(new Signal.Stop());

        // At once and from here: the handler that should notice may be busy for long.
        CancelWork();
    }

    /// <summary>Gives up a cell that never got an address.</summary>
    public void Discard()
    {
        _phase = Phase.Stopped;
        _lane.Close();
    }

    private void Handle(Signal signal)
    {
        if (_phase == Phase.Stopped)
        {
            return;
        }

        switch (signal)
        {
            case Signal.Start:
                Create(restartCause: null);
                break;
            case Signal.Continue(var callback, var state):
                callback(state);
                break;
            case Signal.Stop:
            case Signal.Resume when _phase == Phase.Suspended && !_isStarted:
                // An actor that failed before it had started has nothing to resume.
                BeginStop();
                break;
            case Signal.Resume when _phase == Phase.Suspended:
                _phase = Phase.Running;
                ResumeFailedChildren();
                break;
            case Signal.Restart(var cause, var delay) when _phase == Phase.Suspended:
                _phase = Phase.Restarting;
                (_restartCause, _restartDelay) = (cause, delay);
                _timers.CancelAll();
                CancelWork();
                StopChildren();
                break;
            case Signal.Recreate(var incarnation) when _phase == Phase.Pausing && incarnation == Incarnation:
                _phase = Phase.Running;
                Create(_restartCause);
                break;
            case Signal.Adopt(var child):
                AddChild(child);
                break;
            case Signal.ChildFailed failed:
                Supervise(failed);
                break;
            case Signal.ChildStopped(var child):
                RemoveChild(child);
                break;
            default:
                // An order that a later one has overtaken, as a restart after a stop.
                break;
        }

        Advance();
    }

    private void BeginStop()
    {
        _phase = Phase.Stopping;
        _timers.CancelAll();
        _restartTimer?.Dispose();
        StopChildren();
    }

    private void Create(Exception? restartCause)
    {
        if (_phase != Phase.Running)
        {
            return;
        }

        _isStarted = false;
        _actor = _factory();
        _actor.Attach(this);
        if (restartCause is null)
        {
            _actor.InvokePreStart();
            System.Observe(new ActorStarted(Path));
        }
        else
        {
            _actor.InvokePostRestart(restartCause);
            System.Observe(new ActorRestarted(Path, Incarnation));
        }

        _isStarted = true;
    }

    private void Fail(Exception cause, string origin)
    {
        if (_phase != Phase.Running)
        {
            // Its fate is decided already; the failure is only told.
            System.Observe(new ActorFailed(Path, cause, Directive.Resume, $"it was {_phase} already", TimeSpan.Zero));
            Advance();
            return;
        }

        _phase = Phase.Suspended;
        if (Parent is null)
        {
            System.Fail(new SystemFailure(origin, cause));
        }
        else
        {
            Parent.Send(new Signal.ChildFailed(this, cause, origin));
        }
    }

    /// <summary>Takes the next step of a stop or a restart once nothing holds it back any more.</summary>
    private void Advance()
    {
        if (_isAwaiting || _children.Count > 0)
        {
            return;
        }

        if (_phase == Phase.Stopping)
        {
            EndIncarnation(actor => actor.InvokePostStop());
            End();
        }
        else if (_phase == Phase.Restarting)
        {
            EndIncarnation(actor => actor.InvokePreRestart(_restartCause!));
            ScheduleRecreation();
        }
    }

    private void EndIncarnation(Action<ActorBase> hook)
    {
        var actor = _actor;
        _actor = null;
        if (actor is null)
        {
            return;
        }

        try
        {
            hook(actor);
        }
        catch (Exception cause)
        {
            System.Observe(new ActorFailed(Path, cause, Directive.Stop, "its last hook failed", TimeSpan.Zero));
        }
    }

    private void ScheduleRecreation()
    {
        _phase = Phase.Pausing;
        _timers.CancelAll();
        _mailbox.UnstashAll();
        var incarnation = ++Incarnation;

        // A full fence: a Stop from elsewhere cancels the new source, or is seen by the line below.
        Interlocked.Exchange(ref _stopping, new CancellationTokenSource());
        if (_stopRequested)
        {
            CancelWork();
        }

        if (_restartDelay > TimeSpan.Zero)
        {
            _restartTimer = System.Clock.CreateTimer(
                _ => Send(new Signal.Recreate(incarnation)), null, _restartDelay, Timeout.InfiniteTimeSpan);
        }
        else
        {
            Send(new Signal.Recreate(incarnation));
        }
    }

    private void End()
    {
        _timers.CancelAll();
        _mailbox.UnstashAll();
        CancelWork();
        _phase = Phase.Stopped;
        System.Forget(this);
        Parent?.Send(new Signal.ChildStopped(this));
        TellWatchers();
        ForgetWatched();
        BuryMailbox();
        _lane.Close();
        System.Observe(new ActorStopped(Path));
        _termination.TrySetResult();
    }

    private void BuryMailbox()
    {
        while (_signals.TryDequeue(out var signal))
        {
            if (signal is Signal.Adopt(var orphan))
            {
                orphan.Stop();
            }
        }

        while (_mailbox.TryTake(out var envelope))
        {
            if (envelope.Payload is not SelfDelivery)
            {
                System.Observe(new DeadLetter(envelope.Payload, envelope.Sender?.Path, Path, DeadLetterReason.Stopped));
            }
        }
    }

    private void CancelWork()
    {
        try
        {
            _stopping.Cancel();
        }
        catch (AggregateException cause)
        {
            System.Observe(new ActorFailed(Path, cause, Directive.Resume, "a callback of its Stopping token failed", TimeSpan.Zero));
        }
    }
}
