using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace SoGar.Compute.Native;

/// <summary>The error record of the native border (<c>sogar_error</c>): filled by a call that fails, untouched by one that succeeds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeError
{
    /// <summary>Bytes of the record; the native side has the same number.</summary>
    public const int SizeBytes = 1024;

    /// <summary>The status that the call returned.</summary>
    public int Code;

    private Text _message;

    /// <summary>What happened, as the native side put it.</summary>
    public readonly string Message
    {
        get
        {
            ReadOnlySpan<byte> bytes = _message;
            var end = bytes.IndexOf((byte)0);
            return Encoding.UTF8.GetString(end < 0 ? bytes : bytes[..end]);
        }
    }

    /// <summary>Fills the record, for a callback that fails.</summary>
    /// <param name="code">The status that the callback returns.</param>
    /// <param name="message">What happened; cut where it is too long.</param>
    public void Fill(int code, string message)
    {
        Code = code;
        Span<byte> bytes = _message;
        Encoding.UTF8.TryGetBytes(message.AsSpan(0, Math.Min(message.Length, (bytes.Length - 1) / 3)), bytes[..^1], out var written);
        bytes[written] = 0;
    }

    [InlineArray(SizeBytes - sizeof(int))]
    private struct Text
    {
        private byte _first;
    }
}
