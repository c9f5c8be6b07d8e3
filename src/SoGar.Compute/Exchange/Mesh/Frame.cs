using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SoGar.Compute.Exchange.Mesh;

/// <summary>
/// What a frame between two processes of an exchange says. On the wire: uint16 length of the rest, a byte of kind, the payload; little-endian.
/// </summary>
internal enum FrameKind : byte
{
    /// <summary>From who dials: a <see cref="Hello"/>.</summary>
    Hello = 1,

    /// <summary>From who was dialled, once it has joined: the dialler's own badge, by which it knows that it reached whom it wanted.</summary>
    Welcome,

    /// <summary>A sign of life; no payload.</summary>
    Beat,

    /// <summary>What the collective needs from its peer to connect.</summary>
    Address,

    /// <summary>All trainers of the sender have come to a round: an <see cref="Arrival"/>.</summary>
    Arrival,

    /// <summary>The sender breaks the exchange: int32 rank of the one to blame, -1 for nobody; the reason in UTF-8.</summary>
    Farewell,

    /// <summary>The sender has closed its side in peace; no payload.</summary>
    Leave,
}

/// <summary>How one process introduces itself to another.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct Hello
{
    /// <summary>Says that both speak this protocol; another version has another number.</summary>
    public const uint Magic = 0x31584753;

    /// <summary>Protocol and version.</summary>
    public uint Protocol;

    /// <summary>The generation to be formed.</summary>
    public int Generation;

    /// <summary>The badge of who is dialled.</summary>
    public Badge Badge;

    /// <summary>Rank of who dials.</summary>
    public int Rank;

    /// <summary>Of the list of members, so that both mean the same group.</summary>
    public ulong Members;
}

/// <summary>What the trainers of a process come to a round with; compared by all before anything is summed.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal record struct Arrival
{
    /// <summary>The step, from 0.</summary>
    public long Step;

    /// <summary>The attempt, from 1.</summary>
    public int Attempt;

    /// <summary>Fingerprint of the student.</summary>
    public ulong Student;

    /// <summary>Fingerprint of the teacher.</summary>
    public ulong Teacher;

    /// <summary>Of kind, length and scales of the contributions.</summary>
    public ulong Form;

    /// <summary>Shards that the contributions hold.</summary>
    public int Shards;

    /// <summary>1 where a trainer wants to stop after this step.</summary>
    public byte Drain;
}

/// <summary>Builds frames and reads their payloads.</summary>
internal static class Frame
{
    /// <summary>Bytes before the payload.</summary>
    public const int HeaderBytes = 3;

    /// <summary>Longest payload; what claims to be longer does not speak this protocol.</summary>
    public const int MaxPayloadBytes = 2048;

    public static byte[] Of(FrameKind kind, ReadOnlySpan<byte> payload = default)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(frame, (ushort)(payload.Length + 1));
        frame[2] = (byte)kind;
        payload.CopyTo(frame.AsSpan(HeaderBytes));
        return frame;
    }

    public static byte[] Of<T>(FrameKind kind, T record) where T : unmanaged => Of(kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in record)));

    public static byte[] Farewell(int suspect, string reason)
    {
        var text = Encoding.UTF8.GetBytes(reason);
        var payload = new byte[sizeof(int) + Math.Min(text.Length, MaxPayloadBytes - sizeof(int))];
        BinaryPrimitives.WriteInt32LittleEndian(payload, suspect);
        text.AsSpan(0, payload.Length - sizeof(int)).CopyTo(payload.AsSpan(sizeof(int)));
        return Of(FrameKind.Farewell, payload);
    }

    public static (int Suspect, string Reason) ReadFarewell(ReadOnlySpan<byte> payload) => payload.Length < sizeof(int)
        ? (-1, "no reason was given")
        : (BinaryPrimitives.ReadInt32LittleEndian(payload), Encoding.UTF8.GetString(payload[sizeof(int)..]));

    public static bool TryRead<T>(ReadOnlySpan<byte> payload, out T record) where T : unmanaged
    {
        record = default;
        return payload.Length == Unsafe.SizeOf<T>() && MemoryMarshal.TryRead(payload, out record);
    }
}
