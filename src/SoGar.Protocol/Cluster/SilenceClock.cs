namespace SoGar.Protocol.Cluster;

/// <summary>
/// Decides when a peer has been silent for too long. Time counts only while we ourselves were running: after a pause of our own (a garbage
/// collection, a suspended machine, a core that others took) a tick counts little more than one period, and whatever the peer sent
/// meanwhile is heard before the next ones. Pure: time comes in as durations.
/// </summary>
/// <param name="detection">A peer that stops is noticed within this time.</param>
public sealed class SilenceClock(TimeSpan detection)
{
    /// <summary>Ticks in one detection time.</summary>
    public const int Ticks = 10;

    private TimeSpan _silence;

    /// <summary>How often <see cref="Tick"/> is to be called and the peer asked for a sign of life.</summary>
    public TimeSpan Period { get; } = detection / Ticks;

    /// <summary>Silence so far, as far as we were there to hear it.</summary>
    public TimeSpan Silence => _silence;

    /// <summary>The peer gave a sign of life.</summary>
    public void Hear() => _silence = TimeSpan.Zero;

    /// <summary>Time passed.</summary>
    /// <param name="elapsed">Since the last tick.</param>
    /// <returns>
    /// Whether the peer counts as lost. One period is kept in hand, for the peer may have stopped right after a sign of life, and for the last tick.
    /// </returns>
    public bool Tick(TimeSpan elapsed)
    {
        var longest = Period * 1.5;
        _silence += elapsed < longest ? elapsed : longest;
        return _silence >= detection - Period;
    }
}
