using SoGar.Compute.Native;

namespace SoGar.Compute.Video;

/// <summary>The libav in use. The first use of any member loads it.</summary>
public static class MediaRuntime
{
    /// <summary>Version of its libavformat, such as <c>59.27.100</c>.</summary>
    /// <exception cref="NativeLibraryMissingException">libav or libsogar_media.so is not on this machine; the message says how to get it.</exception>
    public static string LibavformatVersion
    {
        get
        {
            _ = NativeMedia.sogar_media_version(out _, out var version);
            return $"{version >> 16}.{(version >> 8) & 0xff}.{version & 0xff}";
        }
    }
}
