namespace SoGar.Host.Wire;

/// <summary>
/// Passes what is written on in pieces, so that no single copy holds a processor for long: on a machine whose processors are all busy with a state that is on
/// its way, control messages wait for the end of a piece and not of a megabyte (bench: <c>lane</c>).
/// </summary>
/// <param name="inner">Borrowed.</param>
internal sealed class PieceStream(Stream inner) : WritingStream(inner)
{
    /// <summary>With larger pieces messages wait longer, with smaller ones states take longer.</summary>
    private const int PieceBytes = 128 << 10;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(PieceBytes, buffer.Length)..])
            PassOn(buffer[..Math.Min(PieceBytes, buffer.Length)]);
    }
}
