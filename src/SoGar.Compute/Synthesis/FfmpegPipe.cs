using System.ComponentModel;
using System.Diagnostics;

namespace SoGar.Compute.Synthesis;

/// <summary>The program <c>ffmpeg</c>, fed with raw frames. Whoever holds it decides what becomes of the files.</summary>
internal sealed class FfmpegPipe : IDisposable
{
    // Long enough for the last frames of large clips on a busy machine; after it the program is taken to hang.
    private static readonly TimeSpan FinishLimit = TimeSpan.FromMinutes(2);

    private readonly string _what;
    private readonly Process _ffmpeg;
    private readonly Task<string> _words;

    private FfmpegPipe(string what, Process ffmpeg)
    {
        (_what, _ffmpeg) = (what, ffmpeg);
        _words = ffmpeg.StandardError.ReadToEndAsync();
    }

    /// <summary>Starts the program.</summary>
    /// <param name="what">What is encoded, for messages.</param>
    /// <param name="arguments">Of ffmpeg; its input is <c>pipe:0</c>.</param>
    /// <exception cref="EncodingException">The program cannot be started.</exception>
    public static FfmpegPipe Open(string what, IEnumerable<string> arguments)
    {
        try
        {
            return new FfmpegPipe(
                what,
                Process.Start(
                    new ProcessStartInfo("ffmpeg", [.. arguments]) { RedirectStandardInput = true, RedirectStandardError = true, UseShellExecute = false })!);
        }
        catch (Win32Exception missing)
        {
            throw new EncodingException(
                $"{what}: the program ffmpeg cannot be started ({missing.Message}); install it, on Debian with 'apt-get install ffmpeg'", missing);
        }
    }

    /// <summary>Hands over the next frame.</summary>
    /// <exception cref="EncodingException">ffmpeg ended early; the message carries its own words.</exception>
    public void Write(ReadOnlySpan<byte> frame)
    {
        try
        {
            _ffmpeg.StandardInput.BaseStream.Write(frame);
        }
        catch (IOException broken)
        {
            throw Failed("ended before all frames were written", broken);
        }
    }

    /// <summary>Says that there are no more frames, and waits for the end of encoding.</summary>
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

    private EncodingException Failed(string how, Exception? cause)
    {
        Stop();
        var words = _words.GetAwaiter().GetResult().Trim();
        return new EncodingException($"{_what}: ffmpeg {how}{(words.Length > 0 ? $"; it said: {words}" : "")}", cause);
    }

    private void Stop()
    {
        _ffmpeg.Kill();
        _ffmpeg.WaitForExit();
    }
}
