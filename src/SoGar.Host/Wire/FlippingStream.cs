namespace SoGar.Host.Wire;

/// <summary>Passes bytes on and flips one bit of one of them.</summary>
internal sealed class FlippingStream(Stream inner, long at) : Stream
{
    private long _passed;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _passed;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var place = at - _passed;
        _passed += buffer.Length;
        if (place < 0 || place >= buffer.Length)
        {
            inner.Write(buffer);
            return;
        }

        var flipped = buffer.ToArray();
        flipped[place] ^= 1;
        inner.Write(flipped);
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
