using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>The secret by which the members of a generation know one of them. It travels in endpoints, over connections that are authenticated.</summary>
[InlineArray(Bytes)]
internal struct Badge
{
    /// <summary>Its size.</summary>
    public const int Bytes = 16;

    private byte _first;

    /// <summary>A badge that nobody can guess: the one place of the exchange where chance must not be the run's own.</summary>
    public static Badge Draw()
    {
        Badge badge = default;
        RandomNumberGenerator.Fill(badge);
        return badge;
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static bool TryParse(string text, out Badge badge)
    {
        badge = default;
        return text.Length == 2 * Bytes && Convert.FromHexString(text, badge, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == Bytes;
    }

    /// <summary>Whether two are the same, in a time that does not tell where they differ.</summary>
    public readonly bool Is(in Badge other) => CryptographicOperations.FixedTimeEquals(this, other);

    /// <summary>32 hexadecimal digits.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(this);
}
