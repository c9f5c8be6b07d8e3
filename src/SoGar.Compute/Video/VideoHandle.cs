using System.Runtime.InteropServices;

namespace SoGar.Compute.Video;

/// <summary>Owns a <c>sogar_video</c>.</summary>
internal sealed class VideoHandle() : SafeHandle(nint.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == nint.Zero;

    protected override bool ReleaseHandle() => NativeMedia.sogar_video_close(handle) == 0;
}
