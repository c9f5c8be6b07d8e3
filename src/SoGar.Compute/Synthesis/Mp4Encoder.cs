using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SoGar.Compute.Synthesis;

/// <summary>
/// Writes one H.264 MP4 file by piping raw frames to the <c>ffmpeg</c> program. The file appears under its name only when it is whole:
/// <see cref="Finish"/> renames it, and disposing without that leaves nothing behind.
/// </summary>
public sealed class Mp4Encoder : IDisposable
{
    // Long enough for the last frames of a large clip on a busy machine; after it the program is taken to hang.
    private static readonly TimeSpan FinishLimit = TimeSpan.FromMinutes(2);

    private readonly string _path;
    private readonly string _unfinishedPath;
    private readonly Process _ffmpeg;
    private readonly Task<string> _complaint;

    private Mp4Encoder(string path, string unfinishedPath, Process ffmpeg)
    {
        (_path, _unfinishedPath, _ffmpeg) = (path, unfinishedPath, ffmpeg);
        _complaint = ffmpeg.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts encoding.</summary>
    /// <param name="path">The file to be; one that is there already is replaced at the end.</param>
    /// <param name="format">Size and frame rate of the frames to come.</param>
    /// <exception cref="EncodingException">The program <c>ffmpeg</c> cannot be started.</exception>
    public static Mp4Encoder Open(string path, ClipFormat format)
    {
        var unfinishedPath = path + ".part";
        var start = new ProcessStartInfo("ffmpeg", Arguments(unfinishedPath, format))
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            return new Mp4Encoder(path, unfinishedPath, Process.Start(start)!);
        }
        catch (Win32Exception missing)
        {
            throw new EncodingException(
                $"{path}: the program ffmpeg cannot be started ({missing.Message}); install it, on Debian with 'apt-get install ffmpeg'",
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

    /// <summary>Waits for the end of encoding and gives the file its name.</summary>
    /// <exception cref="EncodingException">ffmpeg failed or hangs, or the file cannot be renamed.</exception>
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

        try
        {
            File.Move(_unfinishedPath, _path, overwrite: true);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new EncodingException($"{_path}: cannot be put in place: {refused.Message}", refused);
        }
    }

    /// <summary>Ends the program if it still runs, and removes what is unfinished.</summary>
    public void Dispose()
    {
        Stop();
        _ffmpeg.Dispose();
        File.Delete(_unfinishedPath);
    }

    // One encoder thread: clips are encoded side by side, which scales better than threads within a small one, and gives the same bytes
    // on any number of cores. The colour tags say what Yuv420 did, so that no reader has to guess.
    private static string[] Arguments(string path, ClipFormat format) =>
    [
        "-hide_banner", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "yuv420p",
        "-s", string.Create(CultureInfo.InvariantCulture, $"{format.Width}x{format.Height}"),
        "-r", format.FramesPerSecond.ToString(CultureInfo.InvariantCulture),
        "-i", "pipe:0", "-an",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p", "-threads", "1",
        "-colorspace", "smpte170m", "-color_primaries", "smpte170m", "-color_trc", "smpte170m", "-color_range", "tv",
        "-movflags", "+faststart", "-fflags", "+bitexact", "-f", "mp4", "file:" + path,
    ];

    private EncodingException Failed(string what, Exception? cause)
    {
        Stop();
        var words = _complaint.GetAwaiter().GetResult().Trim();
        return new EncodingException($"{_path}: ffmpeg {what}{(words.Length > 0 ? $"; it said: {words}" : "")}", cause);
    }

    private void Stop()
    {
        _ffmpeg.Kill();
        _ffmpeg.WaitForExit();
    }
}

/// <summary>A video could not be encoded. The message names the file and carries the encoder's own words.</summary>
public sealed class EncodingException(string message, Exception? cause) : Exception(message, cause);
