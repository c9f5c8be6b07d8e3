using Microsoft.Extensions.Logging;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster;

namespace SoGar.Host.Tests.Wire;

/// <summary>A node's network side in this process: endpoint, lane, listener and log.</summary>
internal sealed class WirePeer : IAsyncDisposable
{
    public static readonly string Token = new('t', WireToken.MinLength);

    private readonly NodeEndpoint _endpoint;

    private WirePeer(NodeEndpoint endpoint, ControlLane lane, StateOffers offers, WireOptions options, HeardLog log)
    {
        (_endpoint, Lane, Log) = (endpoint, lane, log);
        States = new HttpStateStream(offers, options);
        Heard = new HeardMessages();
        lane.Open(Heard);
        endpoint.Serve(lane);
    }

    public ControlLane Lane { get; }

    public HeardMessages Heard { get; }

    public HttpStateStream States { get; }

    public HeardLog Log { get; }

    public NodeAddress Address => Lane.Self;

    public static WireOptions Options(string? token = null, string cluster = "tests", double detection = 10) =>
        new() { Cluster = cluster, Token = new WireToken(token ?? Token), Detection = TimeSpan.FromSeconds(detection), QueueCapacity = 8 };

    public static async Task<WirePeer> StartAsync(string name, long incarnation = 1, WireOptions? options = null, string listen = ListenAddress.Default)
    {
        var chosen = options ?? Options();
        var log = new HeardLog();
        var offers = new StateOffers(log);
        var endpoint = await NodeEndpoint.StartAsync(chosen, ListenAddress.Parse(listen), offers);
        return new WirePeer(
            endpoint, new ControlLane(new NodeAddress(new NodeId(name, incarnation), endpoint.Url), chosen, TimeProvider.System, log), offers, chosen, log);
    }

    /// <summary>Ends as a process does: nothing is said, and the port is closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await Lane.DisposeAsync();
        await _endpoint.DisposeAsync();
        States.Dispose();
    }
}

/// <summary>What a node's network side said.</summary>
internal sealed class HeardLog : ILogger
{
    private readonly List<string> _lines = [];
    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Text
    {
        get { lock (_lines) return string.Join('\n', _lines); }
    }

    /// <summary>Completes once <paramref name="words"/> were said.</summary>
    public async Task WaitForAsync(string words)
    {
        while (true)
        {
            Task more;
            lock (_lines) more = _said.Task;
            if (Text.Contains(words, StringComparison.Ordinal)) return;
            await more.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
        {
            _lines.Add(formatter(state, exception));
            _said.TrySetResult();
            _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
