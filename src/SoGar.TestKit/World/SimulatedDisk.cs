using System.Buffers.Binary;
using SoGar.Protocol;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;

namespace SoGar.TestKit.World;

/// <summary>
/// The disk that checkpoints of a run are written to: outlives processes, and can be full, torn by a kill in mid-write, or damaged afterwards.
/// As on a real one, a checkpoint is a file of bytes and, once those are down, a manifest with their hash.
/// </summary>
public sealed class SimulatedDisk
{
    private readonly SortedDictionary<string, (byte[] Bytes, Digest? Manifest, byte[] Written)> _folders = new(StringComparer.Ordinal);
    private readonly List<string> _refused = [];
    private long _term;

    /// <summary>Whether nothing more fits.</summary>
    public bool IsFull { get; set; }

    /// <summary>Whether the next write is cut off in the midst, as by a kill: there are bytes then, and no manifest.</summary>
    public bool TearsNextWrite { get; set; }

    /// <summary>Folders on it, whole or not, oldest first.</summary>
    public IEnumerable<string> Folders => _folders.Keys;

    /// <summary>Folders that were set aside, in that order.</summary>
    public IReadOnlyList<string> Refused => _refused;

    /// <summary>Damages the newest checkpoint.</summary>
    /// <param name="isCut">Whether it is cut short; otherwise a bit flips.</param>
    /// <returns>Its folder, or null where there is none.</returns>
    public string? DamageNewest(bool isCut)
    {
        if (_folders.Count == 0) return null;
        var (folder, (bytes, manifest, written)) = _folders.Last();
        var damaged = isCut ? bytes[..(bytes.Length / 2)] : [.. bytes];
        if (!isCut) damaged[^1] ^= 4;
        _folders[folder] = (damaged, manifest, written);
        return folder;
    }

    /// <summary>Writes a state: whole, or not so that anybody would take it for whole.</summary>
    /// <exception cref="IOException">It is full, torn, written in a newer term already (G2), or holds another state of the same step.</exception>
    internal CheckpointReceipt Write(SimulatedState state, long term, int keep)
    {
        if (term < _term) throw new IOException($"checkpoints are written in term {_term}; this is term {term} (G2)");
        if (Whole(isTrusting: false).FirstOrDefault(whole => whole.Done == state.Done) is { } there)
        {
            return there.Digests == state.Digests()
                ? new CheckpointReceipt(state.Done, there.Folder, Encode(state).Length, there.Digests)
                : throw new IOException($"{there.Folder} holds another state of step {state.Done}; a checkpoint is never changed (G1)");
        }

        if (IsFull) throw new IOException("No space left on device (simulated)");
        _term = term;
        var folder = $"step-{state.Done:00000000}";
        var bytes = Encode(state);
        if (TearsNextWrite)
        {
            TearsNextWrite = false;
            _folders[folder] = (bytes[..(bytes.Length / 2)], null, bytes);
            throw new IOException("the write was cut off (simulated)");
        }

        _folders[folder] = (bytes, Digest.Of(bytes), bytes);
        foreach (var old in _folders.Keys.Take(Math.Max(0, _folders.Count - keep)).ToList()) _folders.Remove(old);
        return new CheckpointReceipt(state.Done, folder, bytes.Length, state.Digests());
    }

    /// <summary>Sets a checkpoint aside that holds this state.</summary>
    internal void SetAside(long done, StateDigests odd)
    {
        if (Whole(isTrusting: false).FirstOrDefault(whole => whole.Done == done && whole.Digests == odd) is not { } found) return;
        _folders.Remove(found.Folder);
        _refused.Add(found.Folder);
    }

    /// <summary>The checkpoints that show themselves to be whole, newest first.</summary>
    /// <param name="isTrusting">Whether hashes are taken on trust: a mistake that a storm has to find.</param>
    internal IEnumerable<WholeCheckpoint> Whole(bool isTrusting)
    {
        foreach (var (folder, (bytes, manifest, written)) in _folders.Reverse())
        {
            if (manifest is null || bytes.Length != written.Length) continue;
            if (!isTrusting && Digest.Of(bytes) != manifest) continue;
            yield return new WholeCheckpoint(folder, Decode(bytes), Decode(written).Digests(), bytes.AsSpan().SequenceEqual(written));
        }
    }

    internal static byte[] Encode(SimulatedState state)
    {
        ulong[] words = [(ulong)state.Done, (ulong)state.Student.Length, .. state.Student, .. state.Teacher];
        var bytes = new byte[words.Length * sizeof(ulong)];
        for (var i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(i * sizeof(ulong)), words[i]);
        return bytes;
    }

    internal static SimulatedState Decode(ReadOnlySpan<byte> bytes)
    {
        var words = new ulong[bytes.Length / sizeof(ulong)];
        for (var i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(i * sizeof(ulong))..]);
        var student = (int)words[1];
        return new SimulatedState((long)words[0], [.. words.AsSpan(2, student)], [.. words.AsSpan(2 + student)]);
    }
}

/// <summary>A checkpoint that shows itself to be whole.</summary>
/// <param name="Folder">Where.</param>
/// <param name="State">What its bytes say.</param>
/// <param name="Digests">What its manifest says of the states.</param>
/// <param name="IsWhole">Whether the bytes are really those that were written.</param>
internal sealed record WholeCheckpoint(string Folder, SimulatedState State, StateDigests Digests, bool IsWhole)
{
    public long Done => State.Done;
}
