using System.Security.Cryptography;
using SoGar.Protocol;
using SoGar.Protocol.Cluster.Messages;

namespace SoGar.Host.Wire;

/// <summary>
/// A state on its way from a peer, hashed while it is read: the read that would give its last bytes fails if any bit differs from what was announced.
/// A donor that stops sending is given up after <paramref name="patience"/>.
/// </summary>
/// <param name="response">Owned.</param>
/// <param name="inner">The response's content.</param>
/// <param name="source">What was announced.</param>
/// <param name="patience">For one read.</param>
/// <param name="stopping">Ends reads.</param>
internal sealed class CheckedStream(HttpResponseMessage response, Stream inner, StateOfPeer source, TimeSpan patience, CancellationToken stopping) : Stream
{
    /// <summary>Hashed at once; more would keep control messages waiting for a processor (see <see cref="PieceStream"/>).</summary>
    private const int MostBytes = 128 << 10;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(MostBytes);
    private long _count;

    public override bool CanRead => true;

    public override bool CanWrite => false;

    public override bool CanSeek => false;

    public override long Length => source.Bytes;

    public override long Position
    {
        get => _count;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var wanted = Math.Min(buffer.Length, MostBytes);
        if (wanted == 0 || _count == source.Bytes) return 0;
        var read = Receive(wanted);
        Pass(_buffer.AsSpan(0, read));
        _buffer.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            response.Dispose();
            _hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Receive(int wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(patience);
        try
        {
            return inner.ReadAsync(_buffer.AsMemory(0, wanted), limit.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            throw new IOException($"{source.Donor.Node} stopped sending its state after {_count} of {source.Bytes} bytes");
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw new IOException($"the state of {source.Donor.Node} broke off after {_count} of {source.Bytes} bytes: {broken.Message}", broken);
        }
    }

    private void Pass(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) throw new IOException($"the state of {source.Donor.Node} ended after {_count} of {source.Bytes} bytes");
        _hash.AppendData(bytes);
        _count += bytes.Length;
        if (_count < source.Bytes) return;
        var digest = Digest.FromHash(_hash.GetHashAndReset());
        if (digest != source.Content)
            throw new InvalidDataException(
                $"the state of {source.Donor.Node} arrived with digest {digest}, and {source.Content} was announced: a bit changed on the way, or at the donor");
    }
}
