using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using SoGar.Protocol;

namespace SoGar.Compute.Exchange;

/// <summary>SHA-256 over the tensors of a state, in ordinal order of their names: name, type, shape and bytes of each.</summary>
public static class StateDigest
{
    /// <summary>The digest of <paramref name="tensors"/>, whatever the order they come in.</summary>
    public static Digest Of(IEnumerable<StateTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal))
        {
            AppendText(hash, tensor.Name);
            AppendText(hash, tensor.Type);
            AppendNumber(hash, tensor.Shape.Length);
            foreach (var size in tensor.Shape) AppendNumber(hash, size);
            AppendNumber(hash, tensor.Bytes.Length);
            hash.AppendData(tensor.Bytes.Span);
        }

        return Digest.FromHash(hash.GetHashAndReset());
    }

    // Lengths go first, so that no two lists of tensors write the same bytes.
    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        AppendNumber(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void AppendNumber(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
