using System.Collections.Concurrent;
using System.Diagnostics;

namespace SoGar.Compute.Tests.Video;

/// <summary>
/// Small videos made by the ffmpeg program whose every frame carries its own number, as bars of light and dark, before a moving and noisy
/// ground. One folder per test run; each video is encoded once.
/// </summary>
public sealed class NumberedVideos : IDisposable
{
    public const int Width = 128;
    public const int Height = 96;
    private const int Bits = 8;

    private readonly ConcurrentDictionary<string, Lazy<string>> _made = new();

    public NumberedVideos() => Folder = Directory.CreateTempSubdirectory("sogar-videos-").FullName;

    public string Folder { get; }

    /// <summary>A video of <paramref name="frames"/> frames at 25 a second, encoded with <paramref name="encoder"/> (ffmpeg's output options).</summary>
    public string Make(string name, string encoder, int frames = 60, int width = Width, int height = Height) =>
        _made.GetOrAdd(name, _ => new Lazy<string>(() => Encode(name, encoder, frames, width, height))).Value;

    /// <summary>Runs the ffmpeg program on what is given to it.</summary>
    public static void Ffmpeg(string arguments, Action<Stream>? feed = null)
    {
        using var process = Process.Start(new ProcessStartInfo("ffmpeg", $"-hide_banner -v error -y {arguments}")
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        try
        {
            feed?.Invoke(process.StandardInput.BaseStream);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It went before it had read all; what it said tells why.
        }

        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"ffmpeg {arguments}: {said.Result}");
    }

    /// <summary>The number that a frame carries.</summary>
    public static int NumberOn(ReadOnlySpan<byte> luma, int stride, int width = Width, int height = Height)
    {
        var number = 0;
        for (var bit = 0; bit < Bits; bit++)
        {
            var at = (height / 2 * stride) + (bit * width / Bits) + (width / Bits / 2);
            if (luma[at] > 120)
                number |= 1 << bit;
        }

        return number;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private string Encode(string name, string encoder, int frames, int width, int height)
    {
        var path = Path.Combine(Folder, name);
        Ffmpeg($"-f rawvideo -pix_fmt yuv420p -s {width}x{height} -r 25 -i - {encoder} {path}", input =>
        {
            var frame = new byte[(width * height) + (2 * ((width + 1) / 2) * ((height + 1) / 2))];
            for (var number = 0; number < frames; number++)
            {
                Draw(frame, number, width, height);
                input.Write(frame);
            }
        });
        return path;
    }

    private static void Draw(Span<byte> frame, int number, int width, int height)
    {
        var noise = (uint)number * 2654435761u + 1;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                noise = (noise * 1664525) + 1013904223;
                var bar = Math.Min(x * Bits / width, Bits - 1);
                var middle = y >= height / 4 && y < height * 3 / 4;
                var level = middle ? ((number >> bar) & 1) * 130 + 50 : 60 + (((x + (3 * number)) ^ y) & 63);
                frame[(y * width) + x] = (byte)(level + (noise >> 29));
            }
        }

        var chroma = frame[(width * height)..];
        for (var i = 0; i < chroma.Length; i++)
            chroma[i] = (byte)(i < chroma.Length / 2 ? 110 : 140);
    }
}

[CollectionDefinition(Name)]
public sealed class NumberedVideosCollection : ICollectionFixture<NumberedVideos>
{
    public const string Name = "numbered videos";
}
