namespace SoGar.Host.CommandLine;

/// <summary>How fast something goes, by what was seen lately; says nothing before it has seen enough.</summary>
internal sealed class Pace
{
    private const int Memory = 64;
    private static readonly TimeSpan Enough = TimeSpan.FromSeconds(2);

    private readonly Queue<(long Done, TimeSpan At)> _seen = [];

    /// <summary>Notes how much is done.</summary>
    /// <param name="done">Never falls, except when another thing begins.</param>
    /// <param name="at">Since any fixed instant.</param>
    public void Note(long done, TimeSpan at)
    {
        if (_seen.Count > 0 && done < _seen.Last().Done)
        {
            _seen.Clear();
        }

        _seen.Enqueue((done, at));
        if (_seen.Count > Memory)
        {
            _seen.Dequeue();
        }
    }

    /// <summary>Time until <paramref name="total"/> is done at the pace of late, or null while that would be a guess.</summary>
    public TimeSpan? Remaining(long total)
    {
        if (_seen.Count < 2)
        {
            return null;
        }

        var ((firstDone, firstAt), (lastDone, lastAt)) = (_seen.Peek(), _seen.Last());
        var elapsed = lastAt - firstAt;
        return lastDone > firstDone && elapsed >= Enough ? elapsed * ((double)(total - lastDone) / (lastDone - firstDone)) : null;
    }
}
