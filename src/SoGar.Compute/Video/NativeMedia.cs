using System.Runtime.InteropServices;
using SoGar.Compute.Native;

namespace SoGar.Compute.Video;

/// <summary>The declarations of <c>sogar_media.h</c>, one to one; that header documents them.</summary>
internal static unsafe partial class NativeMedia
{
    /// <summary>The version of the header that these declarations follow.</summary>
    public const int Abi = 2;

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_media_version(out int abi, out int libavformat);

    [LibraryImport(NativeLibraries.Media, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sogar_video_open(string path, string? root, in NativeLimits limits, out VideoHandle video, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_close(nint video);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_describe(VideoHandle video, out NativeFacts facts, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_scan(VideoHandle video, out long packetCount, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_packets(VideoHandle video, NativePacket* packets, long capacity, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_restore(VideoHandle video, NativePacket* packets, long packetCount, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_begin(VideoHandle video, int* wanted, long wantedCount, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_next(VideoHandle video, out NativeFrame frame, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_video_effort(VideoHandle video, out long packetsDecoded, out long seeks, out long damage);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_images_open(in NativeLimits limits, out ImageHandle images, out NativeError error);

    [LibraryImport(NativeLibraries.Media)]
    internal static partial int sogar_images_close(nint images);

    [LibraryImport(NativeLibraries.Media, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int sogar_images_read(ImageHandle images, string path, string? root, out NativeFrame frame, out NativeError error);
}

/// <summary><c>sogar_video_limits</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeLimits
{
    public long MaxPixels;
    public long MaxDurationMicroseconds;
    public long MaxPackets;
    public long DeadlineMicroseconds;
    public int MaxStreams;
    public int MaxDamage;
}

/// <summary><c>sogar_video_facts</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFacts
{
    public const int NameBytes = 32;

    public int Width;
    public int Height;
    public int Rotation;
    public int TimeBaseNumerator;
    public int TimeBaseDenominator;
    public int Reserved;
    public fixed byte Container[NameBytes];
    public fixed byte Codec[NameBytes];

    public static string Text(byte* name) => Marshal.PtrToStringUTF8((nint)name) ?? "";
}

/// <summary><c>sogar_packet</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativePacket
{
    public const int Key = 1;
    public const int Hidden = 2;
    public const int Untimed = 4;

    public long Pts;
    public long Dts;
    public int Flags;
    public int Bytes;
}

/// <summary><c>sogar_frame</c>; its planes are borrowed until the next call on the same handle.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeFrame
{
    public int Index;
    public int Width;
    public int Height;
    public int Matrix;
    public int FullRange;
    public int LumaStride;
    public int ChromaStride;
    public int Reserved;
    public byte* Y;
    public byte* U;
    public byte* V;
}
