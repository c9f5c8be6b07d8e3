namespace SoGar.Host.Wire;

/// <summary>Passes bytes on and flips one bit of one of them.</summary>
/// <param name="inner">Borrowed.</param>
/// <param name="at">Which byte, from 0.</param>
internal sealed class FlippingStream(Stream inner, long at) : WritingStream(inner)
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var place = at - Position;
        if (place < 0 || place >= buffer.Length)
        {
            PassOn(buffer);
            return;
        }

        var flipped = buffer.ToArray();
        flipped[place] ^= 1;
        PassOn(flipped);
    }
}
