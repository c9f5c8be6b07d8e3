using System.Diagnostics;
using SoGar.Compute.Data;
using SoGar.Compute.Synthesis;

namespace SoGar.Compute.Tests.Synthesis;

public sealed class VideoSetMakerTests : IDisposable
{
    private static readonly VideoSetOptions Few = new()
    {
        Seed = 4,
        Format = new ClipFormat { Width = 64, Height = 48, FrameCount = 12 },
        TrainClipsPerActivity = 1,
        TestClipsPerActivity = 1,
    };

    // Too long to be finished before anyone stops it.
    private static readonly VideoSetOptions Endless = Few with { Format = new ClipFormat { FrameCount = 10_000 } };

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("sogar-videos-");

    private string Target => Path.Combine(_scratch.FullName, "set");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void What_was_made_opens_as_a_data_set_with_labels_splits_and_boxes()
    {
        var result = VideoSetMaker.Make(Target, Few);

        var set = DataSet.Open(Target);
        Assert.Equal((16, 16), (result.ClipCount, result.MadeCount));
        Assert.Equal(Activities.All.Select(activity => activity.Name()), set.LabelNames);
        Assert.Equal(8, set.Part(Split.Train).Count);
        Assert.Empty(set.Part(Split.Validation));
        Assert.Equal(Enumerable.Range(0, 8), set.Part(Split.Test).Select(sample => sample.Label!.Value));
        var renderer = new ClipRenderer(new ClipKey(4, Split.Test, 2), Few.Format);
        var sample = set.Part(Split.Test)[2];
        Assert.Equal(renderer.BoxesAt(5).Select(box => (box.Player, box.Team)), sample.Boxes.At(5).ToArray().Select(box => (box.Player, box.Team)));
        Assert.Equal(renderer.BoxesAt(5)[0].X1, sample.Boxes.At(5)[0].X1, 0.0001f);
    }

    [Fact]
    public void A_video_has_the_promised_frames_and_shows_what_was_rendered()
    {
        VideoSetMaker.Make(Target, Few);
        var key = new ClipKey(4, Split.Train, 3);

        var decoded = Decode(Path.Combine(Target, VideoSetFiles.VideoName(key)));

        Assert.Equal(Few.Format.FrameCount, decoded.Length / Few.Format.FrameBytes);
        var renderer = new ClipRenderer(key, Few.Format);
        var rendered = new byte[Few.Format.FrameBytes];
        for (var frame = 0; frame < Few.Format.FrameCount; frame++)
        {
            renderer.Render(frame, rendered);
            var difference = decoded.Skip(frame * rendered.Length).Zip(rendered, (a, b) => Math.Abs(a - b)).Average();
            Assert.True(difference < 4, $"frame {frame} differs by {difference:0.0} grey levels on average");
        }
    }

    [Fact]
    public void Progress_counts_every_clip_once()
    {
        var reports = new List<VideoSetProgress>();

        VideoSetMaker.Make(Target, Few, new Recorder(reports.Add));

        Assert.Equal(Enumerable.Range(1, 16).Select(done => new VideoSetProgress(done, 16)), reports);
    }

    [Fact]
    public void A_making_that_is_stopped_leaves_no_data_set_and_no_half_videos()
    {
        using var stopping = new CancellationTokenSource();
        stopping.CancelAfter(TimeSpan.FromMilliseconds(1));

        Assert.ThrowsAny<OperationCanceledException>(() => VideoSetMaker.Make(Target, Endless, null, stopping.Token));

        Assert.Empty(Directory.EnumerateFiles(Target, "*.part", SearchOption.AllDirectories));
        Assert.Contains("unfinished", Assert.Throws<DataException>(() => DataSet.Open(Target)).Message);
    }

    [Fact]
    public void Making_again_fills_in_what_is_missing_with_the_same_bytes_and_keeps_the_rest()
    {
        VideoSetMaker.Make(Target, Few);
        var lost = Path.Combine(Target, VideoSetFiles.VideoName(new ClipKey(4, Split.Train, 3)));
        var kept = Path.Combine(Target, VideoSetFiles.VideoName(new ClipKey(4, Split.Train, 4)));
        var bytes = File.ReadAllBytes(lost);
        File.Delete(lost);
        File.Delete(Path.Combine(Target, "clips.csv"));
        File.WriteAllText(kept, "whatever was in place is not made again");
        File.WriteAllText(lost + ".1234.part", "half a video of a maker that was killed");

        Assert.Equal(1, VideoSetMaker.Make(Target, Few).MadeCount);

        Assert.Equal(bytes, File.ReadAllBytes(lost));
        Assert.StartsWith("whatever", File.ReadAllText(kept));
        Assert.Empty(Directory.EnumerateFiles(Target, "*.part", SearchOption.AllDirectories));
        Assert.Equal(16, DataSet.Open(Target).Samples.Count);
    }

    [Fact]
    public void A_finished_set_is_left_alone_and_other_options_do_not_touch_it()
    {
        VideoSetMaker.Make(Target, Few);

        Assert.Equal(0, VideoSetMaker.Make(Target, Few).MadeCount);
        Assert.Contains("other options", Assert.Throws<DataException>(() => VideoSetMaker.Make(Target, Few with { Seed = 5 })).Message);
    }

    [Fact]
    public void A_folder_with_other_things_in_it_is_refused()
    {
        File.WriteAllText(Path.Combine(_scratch.FullName, "thesis.txt"), "years of work");

        Assert.Contains("not empty", Assert.Throws<DataException>(() => VideoSetMaker.Make(_scratch.FullName, Few)).Message);
        Assert.Single(_scratch.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Two_makers_do_not_write_into_one_folder()
    {
        using var claim = new VideoSetFiles(Target).Claim(Few);

        Assert.Contains("another process is making videos there", Assert.Throws<DataException>(() => VideoSetMaker.Make(Target, Few)).Message);
    }

    [Fact]
    public void A_maker_that_died_before_its_first_file_was_whole_does_not_block_the_folder()
    {
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "dataset.json.part"), "{ \"gener");

        Assert.Equal(16, VideoSetMaker.Make(Target, Few).MadeCount);
    }

    [Fact]
    public void The_documentation_shows_the_columns_that_are_written()
    {
        VideoSetMaker.Make(Target, Few);
        var sample = DataSet.Open(Target).Samples[0];
        var boxes = Path.ChangeExtension(sample.Id.Replace("videos/", "boxes/", StringComparison.Ordinal), ".csv");
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "SoGarActors.sln")))
            root = root.Parent;

        var documentation = File.ReadAllText(Path.Combine(root.FullName, "docs", "data-format.md"));

        Assert.Contains(File.ReadLines(Path.Combine(Target, "clips.csv")).First() + "\n", documentation);
        Assert.Contains(File.ReadLines(Path.Combine(Target, boxes)).First() + "\n", documentation);
    }

    [Fact]
    public void All_complaints_about_options_come_together()
    {
        var refused = Assert.Throws<ArgumentException>(() => VideoSetMaker.Make(Target, Few with
        {
            Format = new ClipFormat { Width = 127, Height = 1000, FrameCount = 0, FramesPerSecond = 0 },
            TrainClipsPerActivity = -1,
        }));

        foreach (var word in new[] { "width is 127", "height is 1000", "frames is 0", "fps is 0", "train clips per activity is -1" })
            Assert.Contains(word, refused.Message);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public void A_failure_to_encode_names_the_file_and_carries_the_programs_words()
    {
        var path = Path.Combine(_scratch.FullName, "no-such-folder", "clip.mp4");
        using var encoder = Mp4Encoder.Open([path], Few.Format);

        var failure = Assert.Throws<EncodingException>(() =>
        {
            for (var frame = 0; frame < 10_000; frame++)
                encoder.Write(new byte[Few.Format.FrameBytes]);
            encoder.Finish();
        });

        Assert.Contains(path, failure.Message);
        Assert.Contains("No such file or directory", failure.Message);
    }

    [Fact]
    public void An_encoder_that_is_not_finished_leaves_nothing_behind()
    {
        var path = Path.Combine(_scratch.FullName, "clip.mp4");

        using (var encoder = Mp4Encoder.Open([path], Few.Format))
            encoder.Write(new byte[Few.Format.FrameBytes]);

        Assert.Empty(_scratch.EnumerateFileSystemInfos());
    }

    private static byte[] Decode(string path)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "yuv420p", "pipe:1"])
        {
            RedirectStandardOutput = true,
        };
        using var ffmpeg = Process.Start(start)!;
        using var frames = new MemoryStream();
        ffmpeg.StandardOutput.BaseStream.CopyTo(frames);
        ffmpeg.WaitForExit();
        return frames.ToArray();
    }

    private sealed class Recorder(Action<VideoSetProgress> record) : IProgress<VideoSetProgress>
    {
        public void Report(VideoSetProgress value) => record(value);
    }
}
