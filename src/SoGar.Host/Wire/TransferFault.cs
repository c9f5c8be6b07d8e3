using Microsoft.Extensions.Logging;

namespace SoGar.Host.Wire;

/// <summary>
/// A fault for tests: with <c>SOGAR_TEST_FLIP_TRANSFER=BYTE</c> in its environment a node flips one bit of that byte in the first state that it serves,
/// as a broken network card would (docs/operating.md). Without it nothing is between a state and its reader.
/// </summary>
internal static class TransferFault
{
    public const string Variable = "SOGAR_TEST_FLIP_TRANSFER";

    private static long _at = long.TryParse(Environment.GetEnvironmentVariable(Variable), out var at) ? at : -1;

    public static Stream Wrap(Stream outgoing, ILogger log)
    {
        var at = Interlocked.Exchange(ref _at, -1);
        if (at < 0) return outgoing;
        log.TransferFlipped(at);
        return new FlippingStream(outgoing, at);
    }
}
