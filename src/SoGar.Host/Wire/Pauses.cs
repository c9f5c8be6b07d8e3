namespace SoGar.Host.Wire;

/// <summary>Waiting by a clock that tests can turn.</summary>
internal static class Pauses
{
    /// <summary>Completes after <paramref name="wait"/>.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="stopping"/> came first.</exception>
    public static Task PauseAsync(this TimeProvider clock, TimeSpan wait, CancellationToken stopping) => Task.Delay(wait, clock, stopping);
}
