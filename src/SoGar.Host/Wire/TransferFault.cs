namespace SoGar.Host.Wire;

/// <summary>
/// A fault for tests: with <c>SOGAR_TEST_FLIP_TRANSFER=BYTE</c> in its environment a node flips one bit of that byte in every state that it serves,
/// as a broken network card would (docs/operating.md). Without it nothing is between a state and its reader.
/// </summary>
internal static class TransferFault
{
    public const string Variable = "SOGAR_TEST_FLIP_TRANSFER";

    private static readonly long At = long.TryParse(Environment.GetEnvironmentVariable(Variable), out var at) ? at : -1;

    public static Stream Wrap(Stream outgoing) => At < 0 ? outgoing : new FlippingStream(outgoing, At);
}
