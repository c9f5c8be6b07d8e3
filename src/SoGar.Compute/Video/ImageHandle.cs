using System.Runtime.InteropServices;

namespace SoGar.Compute.Video;

/// <summary>Owns a <c>sogar_images</c>.</summary>
internal sealed class ImageHandle() : SafeHandle(nint.Zero, ownsHandle: true)
{
    public override bool IsInvalid => handle == nint.Zero;

    protected override bool ReleaseHandle() => NativeMedia.sogar_images_close(handle) == 0;
}
