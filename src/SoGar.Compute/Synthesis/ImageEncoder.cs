using System.Globalization;

namespace SoGar.Compute.Synthesis;

/// <summary>Writes frames as numbered JPEG images by piping them to one <c>ffmpeg</c> program.</summary>
public sealed class ImageEncoder : IDisposable
{
    private readonly FfmpegPipe _ffmpeg;

    private ImageEncoder(FfmpegPipe ffmpeg) => _ffmpeg = ffmpeg;

    /// <summary>Starts encoding.</summary>
    /// <param name="pattern">The images to be, with ffmpeg's pattern for the number, such as <c>img/%04d.jpg</c>; numbers begin at 1.</param>
    /// <param name="format">Size of the frames.</param>
    /// <exception cref="EncodingException">The program <c>ffmpeg</c> cannot be started.</exception>
    public static ImageEncoder Open(string pattern, ClipFormat format) => new(FfmpegPipe.Open(pattern,
    [
        "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-colorspace", "smpte170m", "-color_range", "tv",
        "-s", string.Create(CultureInfo.InvariantCulture, $"{format.Width}x{format.Height}"), "-i", "pipe:0",
        "-threads", "1", "-fflags", "+bitexact", "-flags", "+bitexact", "-q:v", "3", "-start_number", "1", pattern,
    ]));

    /// <summary>Encodes the next frame.</summary>
    /// <param name="yuv420">Luma [H, W], Cb [H/2, W/2], Cr [H/2, W/2], BT.601 limited range; borrowed for the call.</param>
    /// <exception cref="EncodingException">ffmpeg ended early; the message carries its own words.</exception>
    public void Write(ReadOnlySpan<byte> yuv420) => _ffmpeg.Write(yuv420);

    /// <summary>Waits for the end of encoding.</summary>
    /// <exception cref="EncodingException">ffmpeg failed or hangs.</exception>
    public void Finish() => _ffmpeg.Finish();

    /// <summary>Ends the program if it still runs.</summary>
    public void Dispose() => _ffmpeg.Dispose();
}
