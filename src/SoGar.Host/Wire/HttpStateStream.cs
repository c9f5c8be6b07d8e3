using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Wire;

/// <summary>States between nodes over HTTP, on the port of the control lane and never on its connections.</summary>
internal sealed class HttpStateStream : IStateStream, IDisposable
{
    private readonly StateOffers _offers;
    private readonly TimeSpan _patience;
    private readonly HttpClient _http;

    /// <param name="offers">What this node's endpoint serves.</param>
    /// <param name="options">Of the cluster.</param>
    public HttpStateStream(StateOffers offers, WireOptions options)
    {
        _offers = offers;
        _patience = options.Detection;
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = options.Detection };
        if (options.Certificates is { } certificates) handler.SslOptions = certificates.ForClient();
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public string Serve(long bytes, Action<Stream> write) => _offers.Add(bytes, write);

    /// <inheritdoc/>
    public void Withdraw(string path) => _offers.Withdraw(path);

    /// <inheritdoc/>
    public async Task<Stream> OpenAsync(StateOfPeer source, CancellationToken stopping)
    {
        HttpResponseMessage? response = null;
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            patience.CancelAfter(_patience);
            response = await _http.GetAsync(UriOf(source), HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode) throw new IOException($"{source.Donor.Node} offers this state no more ({(int)response.StatusCode})");
            if (response.Content.Headers.ContentLength != source.Bytes)
                throw new IOException($"{source.Donor.Node} offers {response.Content.Headers.ContentLength} bytes where {source.Bytes} were announced");
            return new CheckedStream(response, await response.Content.ReadAsStreamAsync(stopping), source, _patience, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            response?.Dispose();
            throw failure as IOException
                ?? new IOException($"the state of {source.Donor.Node} cannot be fetched from {source.Donor.Url}: {failure.Message}", failure);
        }
    }

    public void Dispose() => _http.Dispose();

    // ws and wss stand for http and https of the same host and port.
    private static Uri UriOf(StateOfPeer source) => new(string.Concat("http", source.Donor.Url.AsSpan(2), source.Path));
}
