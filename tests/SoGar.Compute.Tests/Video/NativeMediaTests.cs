using System.Runtime.CompilerServices;
using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

public sealed class NativeMediaTests
{
    [Fact]
    public void Both_sides_of_the_border_follow_the_same_header()
    {
        NativeMedia.sogar_media_version(out var abi, out _);

        Assert.Equal(NativeMedia.Abi, abi);
        Assert.Equal(40, Unsafe.SizeOf<NativeLimits>());
        Assert.Equal(88, Unsafe.SizeOf<NativeFacts>());
        Assert.Equal(24, Unsafe.SizeOf<NativePacket>());
        Assert.Equal(56, Unsafe.SizeOf<NativeFrame>());
    }
}
