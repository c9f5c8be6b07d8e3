using System.ComponentModel;
using System.Diagnostics;
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
    // Long enough for the last frames of large clips on a busy machine; after it the program is taken to hang.
    private static readonly TimeSpan FinishLimit = TimeSpan.FromMinutes(2);

    private readonly IReadOnlyList<string> _paths;
    private readonly Process _ffmpeg;
    private readonly Task<string> _words;

    private Mp4Encoder(IReadOnlyList<string> paths, Process ffmpeg)
    {
        (_paths, _ffmpeg) = (paths, ffmpeg);
        _words = ffmpeg.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts encoding.</summary>
    /// <param name="paths">The files to be, one for each clip, in the order in which their frames will come; files that are there are replaced.</param>
    /// <param name="format">Size, length and frame rate of each clip.</param>
    /// <exception cref="EncodingException">The program <c>ffmpeg</c> cannot be started.</exception>
    public static Mp4Encoder Open(IReadOnlyList<string> paths, ClipFormat format)
    {
        var start = new ProcessStartInfo("ffmpeg", [.. InputArguments(format), .. paths.SelectMany((path, clip) => OutputArguments(path, clip, format))])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new Mp4Encoder(paths, Process.Start(start)!);
        }
        catch (Win32Exception missing)
        {
            throw new EncodingException(
                $"{paths[0]}: the program ffmpeg cannot be started ({missing.Message}); install it, on Debian with 'apt-get install ffmpeg'",
                missing);
        }
    }

    /// <summary>Encodes the next frame.</summary>
    /// <param name="yuv420">Luma [H, W], Cb [H/2, W/2], Cr [H/2, W/2], BT.601 limited range; borrowed for the call.</param>
    /// <exception cref="EncodingException">ffmpeg ended early; the message carries its own words.</exception>
    public void Write(ReadOnlySpan<byte> yuv420)
    {
        try
        {
            _ffmpeg.StandardInput.BaseStream.Write(yuv420);
        }
        catch (IOException broken)
        {
            throw Failed("ended before all frames were written", broken);
        }
    }

    /// <summary>Waits for the end of encoding and gives the files their names, in order.</summary>
    /// <exception cref="EncodingException">ffmpeg failed or hangs, or a file cannot be renamed.</exception>
    public void Finish()
    {
        try
        {
            _ffmpeg.StandardInput.Close();
        }
        catch (IOException broken)
        {
            throw Failed("ended before all frames were written", broken);
        }

        if (!_ffmpeg.WaitForExit(FinishLimit))
            throw Failed($"did not end within {FinishLimit.TotalSeconds:0} s of the last frame", null);
        if (_ffmpeg.ExitCode != 0)
            throw Failed($"ended with exit code {_ffmpeg.ExitCode}", null);

        foreach (var path in _paths)
            Rename(path);
    }

    /// <summary>Ends the program if it still runs, and removes what is unfinished.</summary>
    public void Dispose()
    {
        Stop();
        _ffmpeg.Dispose();
        foreach (var path in _paths.Select(Unfinished).Where(File.Exists))
            File.Delete(path);
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
    // on any number of cores. The colour tags say what Yuv420 did, so that no reader has to guess.
    private static string[] OutputArguments(string path, int clip, ClipFormat format) =>
    [
        "-an", "-vf",
        string.Create(
            CultureInfo.InvariantCulture,
            $"trim=start_frame={clip * format.FrameCount}:end_frame={(clip + 1) * format.FrameCount},setpts=PTS-STARTPTS"),
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

    private EncodingException Failed(string what, Exception? cause)
    {
        Stop();
        var others = _paths.Count > 1 ? $" and {_paths.Count - 1} more" : "";
        var words = _words.GetAwaiter().GetResult().Trim();
        return new EncodingException($"{_paths[0]}{others}: ffmpeg {what}{(words.Length > 0 ? $"; it said: {words}" : "")}", cause);
    }

    private void Stop()
    {
        _ffmpeg.Kill();
        _ffmpeg.WaitForExit();
    }
}

/// <summary>A video could not be encoded. The message names the file and carries the encoder's own words.</summary>
public sealed class EncodingException(string message, Exception? cause) : Exception(message, cause);
