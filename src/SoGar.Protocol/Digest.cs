using System.Security.Cryptography;

namespace SoGar.Protocol;

/// <summary>SHA-256 over the tensors of a state, in name order (docs/glossary.md, "digest"). Equal digests mean equal bits.</summary>
/// <param name="Hex">64 lower-case hexadecimal digits.</param>
public readonly record struct Digest(string Hex)
{
    /// <summary>The digest of <paramref name="bytes"/>.</summary>
    public static Digest Of(ReadOnlySpan<byte> bytes) => FromHash(SHA256.HashData(bytes));

    /// <summary>Wraps the 32 bytes that SHA-256 produced.</summary>
    public static Digest FromHash(ReadOnlySpan<byte> hash) => new(Convert.ToHexStringLower(hash));

    /// <summary>The first 12 digits, enough for people to compare.</summary>
    public override string ToString() => Hex.Length > 12 ? Hex[..12] : Hex;
}
