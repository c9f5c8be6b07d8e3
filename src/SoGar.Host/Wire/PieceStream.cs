namespace SoGar.Host.Wire;

/// <summary>
/// Passes what is written on in pieces, so that no single copy holds a processor for long: on a machine whose processors are all busy with a state that is on
/// its way, control messages wait for the end of a piece and not of a megabyte (bench: <c>lane</c>).
/// </summary>
internal sealed class PieceStream(Stream inner) : Stream
{
    /// <summary>With larger pieces messages wait longer, with smaller ones states take longer.</summary>
    private const int PieceBytes = 128 << 10;

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
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(PieceBytes, buffer.Length)..])
        {
            var piece = buffer[..Math.Min(PieceBytes, buffer.Length)];
            inner.Write(piece);
            _passed += piece.Length;
        }
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
