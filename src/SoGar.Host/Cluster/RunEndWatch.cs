using SoGar.Protocol.Events;

namespace SoGar.Host.Cluster;

/// <summary>
/// Whether a run that is watched through its journal has ended, and how long ago. A run that is resumed counts as ended by its journal until its nodes have
/// written there, however long they take to come.
/// </summary>
/// <param name="clock">Measures how long nodes outlive their run.</param>
internal sealed class RunEndWatch(TimeProvider clock)
{
    /// <summary>Nodes whose run has ended get this long to end too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private bool _hasBegun;
    private long? _endedAt;

    /// <summary>Whether the run has ended since the watch began.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether it ended so long ago that nobody waits for its nodes any more.</summary>
    public bool IsOverdue => IsOver && _endedAt is { } since && clock.GetElapsedTime(since) >= Patience;

    /// <summary>Takes a look at the journal in.</summary>
    /// <param name="isNews">Whether it has grown since the last look.</param>
    /// <param name="status">Where the run stands by it.</param>
    public void Look(bool isNews, RunStatus status)
    {
        _hasBegun |= isNews;
        IsOver = _hasBegun && status is not (RunStatus.Running or RunStatus.Unknown);
        if (IsOver) _endedAt ??= clock.GetTimestamp();
    }
}
