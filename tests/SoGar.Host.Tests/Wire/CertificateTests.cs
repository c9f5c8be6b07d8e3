using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoGar.Host.Wire;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Host.Tests.Wire;

/// <summary>G8 with certificates in place of a token.</summary>
public sealed class CertificateTests
{
    [Fact]
    public async Task Nodes_whose_certificates_come_from_one_authority_talk_and_lend_states()
    {
        using var authority = Authority();
        await using var one = await WirePeer.StartAsync("one", options: Options(authority));
        await using var two = await WirePeer.StartAsync("two", options: Options(authority));

        one.Lane.Send(two.Address, new KeepState(1, 1));
        var path = two.States.Serve(3, out_ => out_.Write([1, 2, 3]));
        var state = new StateOfPeer(two.Address, path, 3, 1, default, SoGar.Protocol.Digest.Of([1, 2, 3]));
        using var stream = await one.States.OpenAsync(state, default);

        Assert.Equal((one.Address, new KeepState(1, 1)), await two.Heard.NextAsync());
        Assert.Equal([1, 2, 3], new BinaryReader(stream).ReadBytes(3));
        Assert.StartsWith("wss://", two.Address.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_node_whose_certificate_comes_from_another_authority_does_not_get_through()
    {
        using var ours = Authority();
        using var theirs = Authority();
        await using var two = await WirePeer.StartAsync("two", options: Options(ours));
        await using var stranger = await WirePeer.StartAsync("stranger", options: Options(theirs) with { Detection = TimeSpan.FromSeconds(0.5) });

        stranger.Lane.Send(two.Address, new KeepState(1, 1));
        stranger.Lane.Watch(two.Address);

        Assert.NotEqual(PeerLoss.Ended, (await stranger.Heard.NextLossAsync()).Loss);
        await stranger.Log.WaitForAsync("two#1 cannot be reached");
    }

    private static WireOptions Options(X509Certificate2 authority) =>
        WirePeer.Options() with
        {
            Token = null,
            Certificates = new WireCertificates(Issue(authority),
            X509CertificateLoader.LoadCertificate(authority.RawData))
        };

    private static X509Certificate2 Authority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=node", key, HashAlgorithmName.SHA256);
        using var issued = request.Create(
            authority, TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddDays(1), RandomNumberGenerator.GetBytes(8));
        return issued.CopyWithPrivateKey(key);
    }
}
