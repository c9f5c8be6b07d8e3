using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using SoGar.Protocol;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// SHA-256 over the tensors of a state in ordinal name order: for each the UTF-8 name, the shape and the bits of its values. Names and shapes are
/// preceded by their lengths, so that no two different states feed the same bytes.
/// </summary>
public static class StateDigest
{
    /// <summary>The digest of <paramref name="tensors"/>; their order does not matter.</summary>
    /// <exception cref="ArgumentException">Two tensors share a name, or a shape does not fit its values.</exception>
    public static Digest Of(IEnumerable<StateTensor> tensors)
    {
        var ordered = tensors.ToArray();
        Array.Sort(ordered, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var index = 0; index < ordered.Length; index++)
        {
            if (index > 0 && ordered[index].Name == ordered[index - 1].Name)
                throw new ArgumentException($"two tensors are called {ordered[index].Name}");
            Append(hash, ordered[index]);
        }

        return Digest.FromHash(hash.GetHashAndReset());
    }

    /// <summary>The digests of the parts called <see cref="CheckpointPart.Student"/>, <see cref="CheckpointPart.Teacher"/> and
    /// <see cref="CheckpointPart.Optimizer"/>.</summary>
    /// <exception cref="ArgumentException">One of the three is missing.</exception>
    public static StateDigests OfParts(IReadOnlyCollection<CheckpointPart> parts)
    {
        Digest Find(string fileName) => Of(
            (parts.OfType<TensorPart>().FirstOrDefault(part => part.FileName == fileName)
             ?? throw new ArgumentException($"a snapshot needs {fileName}; it has {string.Join(", ", parts.Select(part => part.FileName))}")).Tensors);
        return new StateDigests(Find(CheckpointPart.Student), Find(CheckpointPart.Teacher), Find(CheckpointPart.Optimizer));
    }

    private static void Append(IncrementalHash hash, StateTensor tensor)
    {
        tensor.Require();
        var name = Encoding.UTF8.GetBytes(tensor.Name);
        Append(hash, name.Length);
        hash.AppendData(name);
        Append(hash, tensor.Shape.Length);
        foreach (var length in tensor.Shape) Append(hash, length);
        for (var rest = tensor.Values.Span; !rest.IsEmpty;)
        {
            var piece = rest[..Math.Min(rest.Length, 1 << 24)];
            hash.AppendData(MemoryMarshal.AsBytes(piece));
            rest = rest[piece.Length..];
        }
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
