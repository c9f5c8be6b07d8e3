using System.Net.WebSockets;
using System.Security.Cryptography;
using Google.Protobuf;
using SoGar.Host.Wire.Frames;
using SoGar.Protocol.Cluster;
using Cause = SoGar.Host.Wire.Frames.Refusal.Types.Cause;

namespace SoGar.Host.Wire;

/// <summary>
/// What two nodes say before anything else: version, cluster, who calls and who is called, and a proof from each side that it knows the
/// cluster's token (HMAC over both sides' nonces, so that nothing can be replayed and the token never travels). Whoever does not fit is told why (G8).
/// </summary>
internal static class Handshake
{
    /// <summary>Of the wire contract; nodes of another version are refused.</summary>
    public const int Version = 2;

    private const int NonceBytes = 16;

    /// <summary>The calling side. Returns once the peer has let us in and has proven itself.</summary>
    /// <exception cref="PeerRefusedException">The peer refused us, or we it.</exception>
    public static async Task CallAsync(FrameSocket socket, WireOptions options, NodeAddress self, NodeId expected, CancellationToken stopping)
    {
        var challenge = Require(await socket.ReceiveAsync(stopping), Frame.KindOneofCase.Challenge).Challenge;
        if (challenge.Version != Version) throw new PeerRefusedException(Cause.Version, VersionWords(expected.ToString(), challenge.Version), told: false);
        var hello = new Hello
        {
            Version = Version,
            Cluster = options.Cluster,
            Caller = NodeOf(self.Node),
            CallerUrl = self.Url,
            Expected = NodeOf(expected),
            Nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(NonceBytes)),
        };
        hello.Proof = Proof(options, Statement("caller", challenge.Nonce, hello));
        await socket.SendAsync(new Frame { Hello = hello }, stopping);

        var welcome = Require(await socket.ReceiveAsync(stopping), Frame.KindOneofCase.Welcome).Welcome;
        if (!IsProven(options, Statement("called", challenge.Nonce, hello), welcome.Proof))
            throw new PeerRefusedException(
                Cause.Token, $"{expected} does not know the token of cluster {options.Cluster}; it is another program, or was started with another token",
                told: false);
    }

    /// <summary>The called side. Returns who calls once that is proven; else tells the caller why not.</summary>
    /// <param name="socket">Of the caller.</param>
    /// <param name="options">Of the cluster.</param>
    /// <param name="self">Who is called.</param>
    /// <param name="objection">What the node has against a caller who has proven itself; null lets it in.</param>
    /// <param name="stopping">Ends the wait for the caller.</param>
    /// <exception cref="PeerRefusedException">The caller was refused.</exception>
    public static async Task<NodeAddress> AnswerAsync(
        FrameSocket socket, WireOptions options, NodeId self, Func<NodeId, Refusal?> objection, CancellationToken stopping)
    {
        var nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(NonceBytes));
        await socket.SendAsync(new Frame { Challenge = new Challenge { Version = Version, Nonce = nonce } }, stopping);
        var hello = Require(await socket.ReceiveAsync(stopping), Frame.KindOneofCase.Hello).Hello;
        if (ComplaintAbout(hello, options, self, nonce, objection) is { } complaint)
        {
            await PartAsync(socket, complaint, stopping);
            throw new PeerRefusedException(complaint.Cause, complaint.Reason, told: false);
        }

        await socket.SendAsync(new Frame { Welcome = new Welcome { Proof = Proof(options, Statement("called", nonce, hello)) } }, stopping);
        return new NodeAddress(IdOf(hello.Caller), hello.CallerUrl);
    }

    private static async Task PartAsync(FrameSocket socket, Refusal complaint, CancellationToken stopping)
    {
        try
        {
            await socket.PartAsync(new Frame { Refusal = complaint }, stopping);
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or InvalidDataException or OperationCanceledException)
        {
            // The caller did not wait for the reason; this side has it.
        }
    }

    private static Refusal? ComplaintAbout(Hello hello, WireOptions options, NodeId self, ByteString nonce, Func<NodeId, Refusal?> objection)
    {
        // The token comes before all that would tell a stranger anything about this cluster.
        if (hello.Version != Version) return Complaint(Cause.Version, VersionWords("the caller", hello.Version));
        if (hello.Caller is null || hello.Expected is null) return Complaint(Cause.Unknown, "the caller did not say who it is and whom it calls");
        if (!IsProven(options, Statement("caller", nonce, hello), hello.Proof))
            return Complaint(Cause.Token, "the caller does not know the token of this cluster; start both nodes with the same SOGAR_CLUSTER_TOKEN");
        if (hello.Cluster != options.Cluster)
            return Complaint(
                Cause.Cluster, $"the caller belongs to cluster {hello.Cluster}, and {self} to cluster {options.Cluster}; give both the same --cluster");
        if (IdOf(hello.Expected) != self)
            return Complaint(Cause.Node, $"the caller looks for {IdOf(hello.Expected)}, and {self} answers here", self);
        return objection(IdOf(hello.Caller));
    }

    private static Frame Require(Frame? frame, Frame.KindOneofCase expected) => frame switch
    {
        { Refusal: { } refusal } => throw new PeerRefusedException(refusal.Cause, refusal.Reason, told: true),
        { } fits when fits.KindCase == expected => fits,
        null => throw new InvalidDataException("the peer closed the connection in the middle of the handshake"),
        _ => throw new InvalidDataException($"the peer said {frame.KindCase} where the handshake has {expected}"),
    };

    private static Refusal Complaint(Cause cause, string reason, NodeId? answering = null) =>
        new() { Cause = cause, Reason = reason, Answering = answering is null ? null : NodeOf(answering) };

    private static string VersionWords(string who, int version) =>
        $"{who} speaks version {version} of the wire contract and this node version {Version}; run the same version of the program on all nodes";

    // Lines, so that another language can build the same text without knowing how protobuf orders its fields.
    private static string Statement(string side, ByteString challenge, Hello hello) => string.Join(
        '\n',
        "sogar", side, Convert.ToHexStringLower(challenge.Span), Convert.ToHexStringLower(hello.Nonce.Span), $"{hello.Version}", hello.Cluster,
        hello.Caller.Name, $"{hello.Caller.Incarnation}", hello.CallerUrl, hello.Expected.Name, $"{hello.Expected.Incarnation}");

    private static ByteString Proof(WireOptions options, string statement) =>
        options.Token is { } token ? ByteString.CopyFrom(token.Prove(statement)) : ByteString.Empty;

    // Without a token the certificates of the connection have proven both sides before the first frame.
    private static bool IsProven(WireOptions options, string statement, ByteString proof) =>
        options.Token is { } token ? token.Accepts(statement, proof.Span) : options.Certificates is not null;

    private static Node NodeOf(NodeId id) => new() { Name = id.Name, Incarnation = id.Incarnation };

    private static NodeId IdOf(Node node) => new(node.Name, node.Incarnation);
}
