namespace SoGar.Host.Wire;

/// <summary>A stream that hands what is written to it on to another one, in its own way; nothing can be read from it or sought in it.</summary>
/// <param name="inner">Borrowed.</param>
internal abstract class WritingStream(Stream inner) : Stream
{
    private long _passed;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    /// <summary>Bytes that were handed on.</summary>
    public override long Position
    {
        get => _passed;
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Hands some bytes on.</summary>
    protected void PassOn(ReadOnlySpan<byte> bytes)
    {
        inner.Write(bytes);
        _passed += bytes.Length;
    }
}
