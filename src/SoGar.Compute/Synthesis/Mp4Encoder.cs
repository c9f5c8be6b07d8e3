using System.Globalization;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// Writes H.264 MP4 files by piping raw frames to one <c>ffmpeg</c> program, clip after clip. Files appear under their names only when they are
/// whole: <see cref="Finish"/> renames them, and disposing without that leaves nothing behind.
/// </summary>
/// <remarks>
/// One program takes several clips because starting it costs as much as encoding ten small ones. Each clip has an encoder of its own inside, so
/// its bytes do not depend on its neighbours.
/// </remarks>
public sealed class Mp4Encoder : IDisposable
{
    private readonly IReadOnlyList<string> _paths;
    private readonly FfmpegPipe _ffmpeg;

    private Mp4Encoder(IReadOnlyList<string> paths, FfmpegPipe ffmpeg) => (_paths, _ffmpeg) = (paths, ffmpeg);

    /// <summary>Starts encoding.</summary>
    /// <param name="paths">The files to be, one for each clip, in the order in which their frames will come; files that are there are replaced.</param>
    /// <param name="format">Size, length and frame rate of each clip.</param>
    /// <exception cref="EncodingException">The program <c>ffmpeg</c> cannot be started.</exception>
    public static Mp4Encoder Open(IReadOnlyList<string> paths, ClipFormat format)
    {
        var others = paths.Count > 1 ? $" and {paths.Count - 1} more" : "";
        string[] arguments = [.. InputArguments(format), .. paths.SelectMany((path, clip) => OutputArguments(path, clip, format))];
        return new Mp4Encoder(paths, FfmpegPipe.Open($"{paths[0]}{others}", arguments));
    }

    /// <summary>Encodes the next frame.</summary>
    /// <param name="yuv420">Luma [H, W], Cb [H/2, W/2], Cr [H/2, W/2], BT.601 limited range; borrowed for the call.</param>
    /// <exception cref="EncodingException">ffmpeg ended early; the message carries its own words.</exception>
    public void Write(ReadOnlySpan<byte> yuv420) => _ffmpeg.Write(yuv420);

    /// <summary>Waits for the end of encoding and gives the files their names, in order.</summary>
    /// <exception cref="EncodingException">ffmpeg failed or hangs, or a file cannot be renamed.</exception>
    public void Finish()
    {
        _ffmpeg.Finish();
        foreach (var path in _paths) Rename(path);
    }

    /// <summary>Ends the program if it still runs, and removes what is unfinished.</summary>
    public void Dispose()
    {
        _ffmpeg.Dispose();
        foreach (var path in _paths.Select(Unfinished).Where(File.Exists)) File.Delete(path);
    }

    // The number of this process is part of the name: an ffmpeg that outlives a maker that was killed may still write, but not into our file.
    private static string Unfinished(string path) => $"{path}.{Environment.ProcessId}.part";

    private static string[] InputArguments(ClipFormat format) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p",
        "-s", string.Create(CultureInfo.InvariantCulture, $"{format.Width}x{format.Height}"),
        "-r", format.FramesPerSecond.ToString(CultureInfo.InvariantCulture),
        "-i", "pipe:0",
    ];

    // One encoder thread: clips are encoded side by side, which scales better than threads within a small one, and gives the same bytes
    // on any number of cores. The colour tags say what Yuv420 did, so that no reader has to guess. The rate is said again: FFmpeg 7 takes frames that were
    // trimmed for ones of no length otherwise, and has the file's edit list end before the last one.
    private static string[] OutputArguments(string path, int clip, ClipFormat format) =>
    [
        "-an", "-vf",
        string.Create(
            CultureInfo.InvariantCulture,
            $"trim=start_frame={clip * format.FrameCount}:end_frame={(clip + 1) * format.FrameCount},setpts=PTS-STARTPTS"),
        "-r", format.FramesPerSecond.ToString(CultureInfo.InvariantCulture),
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "1",
        "-colorspace", "smpte170m", "-color_primaries", "smpte170m", "-color_trc", "smpte170m", "-color_range", "tv",
        "-movflags", "+faststart", "-fflags", "+bitexact", "-f", "mp4", "file:" + Unfinished(path),
    ];

    private static void Rename(string path)
    {
        try
        {
            File.Move(Unfinished(path), path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new EncodingException($"{path}: cannot be put in place: {refused.Message}", refused);
        }
    }
}

/// <summary>A video could not be encoded. The message names the file and carries the encoder's own words.</summary>
public sealed class EncodingException(string message, Exception? cause) : Exception(message, cause);
