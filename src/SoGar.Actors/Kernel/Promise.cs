namespace SoGar.Actors.Kernel;

/// <summary>The sender of one question: takes the first answer, or fails when the deadline passes.</summary>
internal sealed class Promise<TAnswer> : Recipient
    where TAnswer : class
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Recipient _asked;
    private readonly CancellationTokenRegistration _cancellation;
    private readonly ITimer _deadline;

    public Promise(Recipient asked, object question, TimeSpan deadline, CancellationToken cancellation)
    {
        _asked = asked;
        _deadline = asked.System.Clock.CreateTimer(
            _ => Close(_answer.TrySetException(new AskTimeoutException(asked.Path, question.GetType(), deadline))),
            null,
            deadline,
            Timeout.InfiniteTimeSpan);
        _cancellation = cancellation.UnsafeRegister(_ => Close(_answer.TrySetCanceled(cancellation)), null);
    }

    public Task<TAnswer> Answer => _answer.Task;

    public override string Path => _asked.Path + "?";

    public override Task Termination => _answer.Task;

    public override ActorSystem System => _asked.System;

    public override void Deliver(object message, ActorRef? sender)
    {
        var accepted = message is TAnswer answer
            ? _answer.TrySetResult(answer)
            : _answer.TrySetException(new InvalidCastException(
                $"{_asked.Path} answered {message.GetType().Name} where {typeof(TAnswer).Name} was asked for"));
        if (!accepted)
        {
            System.Observe(new DeadLetter(message, sender?.Path, Path, DeadLetterReason.TooLate));
        }

        Close(accepted);
    }

    public override void Stop() => Close(_answer.TrySetCanceled());

    public override void AddWatcher(ActorCell watcher) =>
        throw new InvalidOperationException($"{Path} is the sender of a question and cannot be watched; watch the actor itself");

    public override void RemoveWatcher(ActorCell watcher)
    {
    }

    private void Close(bool done)
    {
        if (done)
        {
            // The timer's own callback may come before the constructor has stored the timer.
            _deadline?.Dispose();
            _cancellation.Unregister();
        }
    }
}
