using System.Security.Cryptography;
using System.Text;

namespace SoGar.Host.Wire;

/// <summary>
/// The secret that the nodes of a cluster share. It proves itself by HMAC and never travels; it has no text, so that it cannot get into a log.
/// </summary>
internal sealed class WireToken
{
    /// <summary>Characters below which a token could be guessed.</summary>
    public const int MinLength = 16;

    private readonly byte[] _key;

    /// <param name="text">At least <see cref="MinLength"/> characters.</param>
    /// <exception cref="WireConfigurationException">It is too short.</exception>
    public WireToken(string text)
    {
        if (text.Length < MinLength)
            throw new WireConfigurationException(
                $"the cluster's token has {text.Length} characters; use at least {MinLength}, for example from: openssl rand -hex 32");
        _key = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>A new one, 256 bits.</summary>
    public static string Generate() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Proves knowledge of the token for one handshake.</summary>
    /// <param name="statement">What is proven, unique by the nonces in it.</param>
    public byte[] Prove(string statement) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(statement));

    /// <summary>Whether <paramref name="proof"/> was made with this token, in time that does not depend on where it differs.</summary>
    public bool Accepts(string statement, ReadOnlySpan<byte> proof) => CryptographicOperations.FixedTimeEquals(Prove(statement), proof);

    /// <inheritdoc/>
    public override string ToString() => "(a token)";
}
