using SoGar.Compute.Data;
using SoGar.Compute.Tests.Video;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data.Formats;

/// <summary>Images and videos that carry their numbers, made once for all tests of formats.</summary>
public sealed class NumberedMedia : IDisposable
{
    public const int ImageCount = 80;

    private readonly NumberedVideos _videos = new();
    private readonly Lazy<string> _images;

    public NumberedMedia()
    {
        Video = _videos.Make("numbered.mp4", "-c:v libx264 -pix_fmt yuv420p -preset ultrafast -g 12", ImageCount);
        _images = new Lazy<string>(() =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(_videos.Folder, "images")).FullName;
            NumberedVideos.Ffmpeg($"-i {Video} -q:v 2 -start_number 0 {folder}/%d.jpg");
            return folder;
        });
    }

    /// <summary>80 frames at 25 a second.</summary>
    public string Video { get; }

    /// <summary>The image that shows a number.</summary>
    public string Image(int number) => Path.Combine(_images.Value, $"{number}.jpg");

    public void Dispose() => _videos.Dispose();
}

/// <summary>A small data set of some format for one test.</summary>
internal sealed class FormatCase(NumberedMedia media, DataFormat format) : IDisposable
{
    private readonly Scratch _scratch = new();

    public string Root => _scratch.Root;

    /// <summary>Writes a text file; '|' stands for a line's end.</summary>
    public FormatCase Text(string name, string text)
    {
        _scratch.File(name, text.Replace("|", "\n", StringComparison.Ordinal) + "\n");
        return this;
    }

    /// <summary>Puts images into a folder; the first shows the number <paramref name="shows"/>.</summary>
    public FormatCase Images(string folder, string prefix, int digits, int first, int count, int shows = 0)
    {
        Directory.CreateDirectory(Path.Combine(Root, folder));
        for (var index = 0; index < count; index++)
            File.Copy(media.Image(shows + index), Path.Combine(Root, folder, prefix + (first + index).ToString($"D{digits}") + ".jpg"));
        return this;
    }

    /// <summary>Puts the video of 80 numbered frames under a name.</summary>
    public FormatCase Video(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Root, name))!);
        File.Copy(media.Video, Path.Combine(Root, name));
        return this;
    }

    public DataSet Open(string name = "", FormatOptions? options = null) => DataSet.Open(Path.Combine(Root, name), format, options ?? new FormatOptions());

    public DataReport Check(string name = "", FormatOptions? options = null) =>
        DataCheck.Of(Path.Combine(Root, name), format, options ?? new FormatOptions(), decodes: true);

    /// <summary>The only complaint, as people read it, without the root.</summary>
    public string OnlyComplaint(string name = "") => Assert.Single(Check(name).Complaints).ToString().Replace(Root + "/", "", StringComparison.Ordinal);

    /// <summary>The numbers that the frames of a clip show.</summary>
    public static int[] NumbersOf(Sample sample)
    {
        using var clip = new ClipReader(VideoLimits.Default, new FrameIndexCache()).Open(sample.Source);
        var numbers = new List<int>();
        clip.Read([.. Enumerable.Range(0, clip.Facts.FrameCount)], frame => numbers.Add(NumberedVideos.NumberOn(frame.Y, frame.LumaStride)));
        return [.. numbers];
    }

    public static ClipFacts FactsOf(Sample sample)
    {
        using var clip = new ClipReader(VideoLimits.Default, new FrameIndexCache()).Open(sample.Source);
        return clip.Facts;
    }

    public void Dispose() => _scratch.Dispose();
}
