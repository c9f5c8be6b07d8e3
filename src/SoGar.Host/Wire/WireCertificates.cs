using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SoGar.Host.Wire;

/// <summary>A node's certificate and the authority that all certificates of its cluster come from. Both sides of a connection show theirs.</summary>
/// <param name="Own">With its private key.</param>
/// <param name="Authority">Signs the certificates of the cluster; no other authority is trusted, the system's neither.</param>
internal sealed record WireCertificates(X509Certificate2 Own, X509Certificate2 Authority) : IDisposable
{
    /// <summary>Reads PEM files.</summary>
    /// <exception cref="WireConfigurationException">One cannot be read.</exception>
    public static WireCertificates Load(string certificate, string key, string authority)
    {
        try
        {
            return new WireCertificates(X509Certificate2.CreateFromPemFile(certificate, key), X509CertificateLoader.LoadCertificateFromFile(authority));
        }
        catch (Exception unreadable) when (unreadable is IOException or CryptographicException or UnauthorizedAccessException)
        {
            throw new WireConfigurationException(
                $"cluster.tls: {unreadable.Message} (certificate {certificate}, key {key}, authority {authority}); all three are PEM files that this user " +
                "can read", unreadable);
        }
    }

    /// <summary>
    /// Whether a peer's certificate comes from the authority. The name in it is not asked for: nodes prove that they belong to the cluster,
    /// and move between machines.
    /// </summary>
    public bool Accepts(X509Certificate2? shown)
    {
        if (shown is null) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }

    /// <summary>The options of the calling side.</summary>
    public SslClientAuthenticationOptions ForClient() => new()
    {
        ClientCertificates = [Own],
        RemoteCertificateValidationCallback = (_, shown, _, _) => Accepts(shown as X509Certificate2),
    };

    /// <inheritdoc/>
    public void Dispose()
    {
        Own.Dispose();
        Authority.Dispose();
    }
}
