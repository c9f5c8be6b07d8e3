using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace SoGar.Host.Wire;

/// <summary>
/// The states that this node serves, each under a ticket of 256 random bits. Tickets travel over the authenticated control lane alone, so that
/// whoever shows one was given it (G8); one that was withdrawn is worth nothing. No files are served: what a ticket stands for is written from memory.
/// </summary>
internal sealed class StateOffers(ILogger log)
{
    private const int TicketBytes = 32;

    private readonly ConcurrentDictionary<string, Offer> _offers = new();

    /// <summary>Serves a state until it is withdrawn.</summary>
    /// <param name="bytes">Its size.</param>
    /// <param name="write">Writes it, front to back, blocking; once per reader.</param>
    /// <returns>The path with the ticket, below the node's URL.</returns>
    public string Add(long bytes, Action<Stream> write)
    {
        var ticket = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(TicketBytes));
        _offers[ticket] = new Offer(bytes, write);
        return $"{WirePaths.State}/{ticket}";
    }

    /// <summary>Ends an offer; whoever reads it gets no further.</summary>
    public void Withdraw(string path)
    {
        if (_offers.TryRemove(path[(path.LastIndexOf('/') + 1)..], out var offer)) offer.Dispose();
    }

    /// <summary>Answers a GET for <paramref name="ticket"/>.</summary>
    public async Task AnswerAsync(HttpContext context, string ticket)
    {
        if (!_offers.TryGetValue(ticket, out var offer))
        {
            log.StateRefused($"{context.Connection.RemoteIpAddress} showed a ticket that is unknown or withdrawn");
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        // States are written by code that also writes files, which blocks: on a thread of its own, so that the pool stays free for the control lane.
        context.Features.GetRequiredFeature<IHttpBodyControlFeature>().AllowSynchronousIO = true;
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = offer.Bytes;
        using var withdrawn = offer.OnWithdrawal(context.Abort);
        try
        {
            await Task.Factory.StartNew(
                () => offer.Write(new PieceStream(TransferFault.Wrap(context.Response.Body, log))), CancellationToken.None, TaskCreationOptions.LongRunning,
                TaskScheduler.Default);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The reader notices a stream that ends early; the cause may be the reader itself.
            log.StateRefused($"the state for {context.Connection.RemoteIpAddress} was not written to its end: {broken.Message}");
            context.Abort();
        }
    }

    private sealed class Offer(long bytes, Action<Stream> write) : IDisposable
    {
        private readonly CancellationTokenSource _withdrawn = new();

        public long Bytes => bytes;

        public CancellationTokenRegistration OnWithdrawal(Action act) => _withdrawn.Token.Register(act);

        public void Write(Stream stream) => write(stream);

        public void Dispose()
        {
            // Only cancelled: a reader may still want to register, and is told at once then.
            _withdrawn.Cancel();
        }
    }
}
