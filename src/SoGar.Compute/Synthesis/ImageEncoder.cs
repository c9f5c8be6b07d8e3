using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace SoGar.Compute.Synthesis;

/// <summary>Writes frames as numbered JPEG images by piping them to one <c>ffmpeg</c> program.</summary>
public sealed class ImageEncoder : IDisposable
{
    private static readonly TimeSpan FinishLimit = TimeSpan.FromMinutes(2);

    private readonly string _pattern;
    private readonly Process _ffmpeg;
    private readonly Task<string> _words;

    private ImageEncoder(string pattern, Process ffmpeg)
    {
        (_pattern, _ffmpeg) = (pattern, ffmpeg);
        _words = ffmpeg.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts encoding.</summary>
    /// <param name="pattern">The images to be, with ffmpeg's pattern for the number, such as <c>img/%04d.jpg</c>; numbers begin at 1.</param>
    /// <param name="format">Size of the frames.</param>
    /// <exception cref="EncodingException">The program <c>ffmpeg</c> cannot be started.</exception>
    public static ImageEncoder Open(string pattern, ClipFormat format)
    {
        string[] arguments =
        [
            "-hide_banner", "-loglevel", "error", "-y", "-f", "rawvideo", "-pix_fmt", "yuv420p", "-colorspace", "smpte170m", "-color_range", "tv",
            "-s", string.Create(CultureInfo.InvariantCulture, $"{format.Width}x{format.Height}"), "-i", "pipe:0",
            "-threads", "1", "-fflags", "+bitexact", "-flags", "+bitexact", "-q:v", "3", "-start_number", "1", pattern,
        ];
        try
        {
            return new ImageEncoder(pattern, Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!);
        }
        catch (Win32Exception missing)
        {
            throw new EncodingException($"{pattern}: the program ffmpeg cannot be started ({missing.Message}); install it, on Debian with 'apt-get install ffmpeg'", missing);
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

    /// <summary>Waits for the end of encoding.</summary>
    /// <exception cref="EncodingException">ffmpeg failed or hangs.</exception>
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

        if (!_ffmpeg.WaitForExit(FinishLimit)) throw Failed($"did not end within {FinishLimit.TotalSeconds:0} s of the last frame", null);
        if (_ffmpeg.ExitCode != 0) throw Failed($"ended with exit code {_ffmpeg.ExitCode}", null);
    }

    /// <summary>Ends the program if it still runs.</summary>
    public void Dispose()
    {
        Stop();
        _ffmpeg.Dispose();
    }

    private EncodingException Failed(string what, Exception? cause)
    {
        Stop();
        var words = _words.GetAwaiter().GetResult().Trim();
        return new EncodingException($"{_pattern}: ffmpeg {what}{(words.Length > 0 ? $"; it said: {words}" : "")}", cause);
    }

    private void Stop()
    {
        _ffmpeg.Kill();
        _ffmpeg.WaitForExit();
    }
}
