using Microsoft.Extensions.Logging;

namespace SoGar.Host.Cluster;

/// <summary>Writes what a node's parts say as dated lines.</summary>
internal sealed class NodeLog(Action<string> say, TimeProvider clock) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) say($"{clock.GetUtcNow().UtcDateTime:HH:mm:ss.fff} {formatter(state, exception)}");
    }
}
