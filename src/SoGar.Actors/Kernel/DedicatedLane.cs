using System.Diagnostics.CodeAnalysis;

namespace SoGar.Actors.Kernel;

/// <summary>Takes all turns of one actor on one thread, which ends when the lane is closed.</summary>
[SuppressMessage("Reliability", "CA1001", Justification = "A late Schedule may still set the event, so the collector frees it.")]
internal sealed class DedicatedLane : ILane
{
    private readonly Action<DedicatedLane> _onEnd;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread _thread;
    private readonly ITurn _turn;
    private readonly ManualResetEventSlim _wanted = new();
    private volatile bool _closed;

    public DedicatedLane(string path, ITurn turn, Action<DedicatedLane> onEnd)
    {
        _turn = turn;
        _onEnd = onEnd;
        _thread = new Thread(Loop) { IsBackground = true, Name = path };
    }

    public Task Ended => _ended.Task;

    public void Start() => _thread.Start();

    public void Schedule() => _wanted.Set();

    public void Close()
    {
        _closed = true;
        _wanted.Set();
    }

    private void Loop()
    {
        while (!_closed)
        {
            _wanted.Wait();

            // Reset comes before the turn: what is scheduled during the turn asks for another one.
            _wanted.Reset();
            if (!_closed)
            {
                _turn.Run(int.MaxValue);
            }
        }

        _onEnd(this);
        _ended.SetResult();
    }
}
