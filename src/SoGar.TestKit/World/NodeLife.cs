namespace SoGar.TestKit.World;

/// <summary>
/// Whether a simulated process runs, stands still or is gone. What would happen in it while it stands still happens when it goes on, in
/// the same order; what would happen in it after its end never does.
/// </summary>
internal sealed class NodeLife
{
    private readonly Queue<Action> _held = new();
    private readonly List<Action> _atEnd = [];

    public bool HasEnded { get; private set; }

    public bool IsPaused { get; private set; }

    /// <summary>Whether work may be done now; otherwise <paramref name="later"/> is kept for when the process goes on, or dropped at its end.</summary>
    public bool Admits(Action later)
    {
        if (HasEnded) return false;
        if (!IsPaused) return true;
        _held.Enqueue(later);
        return false;
    }

    /// <summary>Does the work now, when the process goes on, or never.</summary>
    public void Do(Action work)
    {
        if (Admits(work)) work();
    }

    /// <summary>Has the world learn of the end, however it comes.</summary>
    public void AtEnd(Action act) => _atEnd.Add(act);

    public void Pause() => IsPaused = !HasEnded;

    public void Resume()
    {
        IsPaused = false;
        while (!IsPaused && !HasEnded && _held.TryDequeue(out var work)) work();
    }

    public void End()
    {
        if (HasEnded) return;
        HasEnded = true;
        _held.Clear();
        foreach (var act in _atEnd) act();
    }
}
