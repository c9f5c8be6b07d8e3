namespace SoGar.Compute.Native;

/// <summary>What a native function returns (see <c>sogar_error.h</c>): zero is success, positive an expected outcome, negative a failure.</summary>
internal static class NativeStatus
{
    public const int Ok = 0;
    public const int EndOfStream = 1;
    public const int BufferTooSmall = 2;
    public const int Internal = -1;
    public const int InvalidArgument = -2;
    public const int EngineFailed = -3;
    public const int OutOfMemory = -4;
    public const int OpenFailed = -5;
    public const int CodecFailed = -6;
    public const int Cancelled = -7;
}
