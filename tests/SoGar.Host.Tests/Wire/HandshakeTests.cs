using System.Net.WebSockets;
using SoGar.Host.Wire;
using SoGar.Host.Wire.Frames;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using Cause = SoGar.Host.Wire.Frames.Refusal.Types.Cause;

namespace SoGar.Host.Tests.Wire;

/// <summary>G8: who is let in, and that both sides learn why somebody was not.</summary>
public sealed class HandshakeTests
{
    [Fact]
    public async Task A_peer_with_another_token_is_refused_with_a_reason_on_both_sides()
    {
        var other = new string('o', WireToken.MinLength);
        await using var one = await WirePeer.StartAsync("one", options: WirePeer.Options(token: other));
        await using var two = await WirePeer.StartAsync("two");

        one.Lane.Send(two.Address, new KeepState(1, 1));
        one.Lane.Watch(two.Address);

        var lost = await one.Heard.NextLossAsync();
        Assert.Equal(PeerLoss.Refused, lost.Loss);
        Assert.Contains("SOGAR_CLUSTER_TOKEN", lost.Explanation, StringComparison.Ordinal);
        await two.Log.WaitForAsync("does not know the token");
        foreach (var text in new[] { one.Log.Text, two.Log.Text, lost.Explanation })
        {
            Assert.DoesNotContain(other, text, StringComparison.Ordinal);
            Assert.DoesNotContain(WirePeer.Token, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_peer_of_another_cluster_is_refused_with_both_names()
    {
        await using var one = await WirePeer.StartAsync("one", options: WirePeer.Options(cluster: "mine"));
        await using var two = await WirePeer.StartAsync("two", options: WirePeer.Options(cluster: "yours"));

        one.Lane.Watch(two.Address);

        var lost = await one.Heard.NextLossAsync();
        Assert.Equal(PeerLoss.Refused, lost.Loss);
        Assert.Contains("mine", lost.Explanation, StringComparison.Ordinal);
        Assert.Contains("yours", lost.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_of_another_version_is_told_both_versions()
    {
        await using var two = await WirePeer.StartAsync("two");
        using var line = await ConnectAsync(two.Address);
        await line.ReceiveAsync(default);

        await line.SendAsync(new Frame { Hello = new Hello { Version = Handshake.Version + 1 } }, default);

        var refusal = (await line.ReceiveAsync(default))!.Refusal;
        Assert.Equal(Cause.Version, refusal.Cause);
        Assert.Contains($"version {Handshake.Version + 1}", refusal.Reason, StringComparison.Ordinal);
        Assert.Contains($"this node version {Handshake.Version}", refusal.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_without_proof_learns_nothing_of_the_node_and_is_not_heard()
    {
        await using var two = await WirePeer.StartAsync("two");
        using var line = await ConnectAsync(two.Address);
        await line.ReceiveAsync(default);

        await line.SendAsync(
            new Frame
            {
                Hello = new Hello
                {
                    Version = Handshake.Version,
                    Cluster = "guess",
                    Caller = new Node { Name = "x" },
                    Expected = new Node { Name = "y" }
                }
            }, default);
        var refusal = (await line.ReceiveAsync(default))!.Refusal;

        Assert.Equal(Cause.Token, refusal.Cause);
        Assert.Null(refusal.Answering);
        Assert.DoesNotContain("two", refusal.Reason, StringComparison.Ordinal);
        Assert.Null(await line.ReceiveAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_proof_that_was_overheard_is_worth_nothing_on_another_connection()
    {
        await using var two = await WirePeer.StartAsync("two");
        using var first = await ConnectAsync(two.Address);
        var challenge = (await first.ReceiveAsync(default))!.Challenge;
        var second = await ConnectAsync(two.Address);
        var other = (await second.ReceiveAsync(default))!.Challenge;

        Assert.NotEqual(challenge.Nonce, other.Nonce);
        second.Dispose();
    }

    [Fact]
    public async Task A_node_without_token_or_certificates_does_not_start()
    {
        var refused = await Assert.ThrowsAsync<WireConfigurationException>(() => WirePeer.StartAsync("one", options: WirePeer.Options() with { Token = null }));

        Assert.Contains("SOGAR_CLUSTER_TOKEN", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_token_that_could_be_guessed_is_refused_and_not_repeated()
    {
        var refused = Assert.Throws<WireConfigurationException>(() => new WireToken("hunter2"));

        Assert.DoesNotContain("hunter2", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_the_contract_is_served()
    {
        await using var two = await WirePeer.StartAsync("two");
        using var http = new HttpClient();

        foreach (var path in new[] { "/", "/sogar", "/sogar/lane", "/sogar/../../etc/passwd", "/sogar/other" })
        {
            using var answer = await http.GetAsync(new Uri(string.Concat("http", two.Address.Url.AsSpan(2), path)), TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.NotFound, answer.StatusCode);
        }
    }

    private static async Task<FrameSocket> ConnectAsync(NodeAddress peer)
    {
        var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri(peer.Url + WirePaths.Lane), TestContext.Current.CancellationToken);
        return new FrameSocket(client);
    }
}
