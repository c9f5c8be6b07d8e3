using System.Diagnostics;
using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

[Collection(NumberedVideosCollection.Name)]
public sealed class BadFileTests(NumberedVideos videos, ITestOutputHelper output)
{
    private const string H264 = "-c:v libx264 -preset veryfast -crf 26 -g 10 -bf 2";

    private static readonly (string Name, string Encoder)[] Goods =
    [
        ("good.mp4", H264),
        ("good-front.mp4", $"{H264} -movflags +faststart"),
        ("good.mkv", H264),
        ("good.ts", H264),
        ("good.h264", H264),
        ("good-hevc.mp4", "-c:v libx265 -preset ultrafast -crf 28 -x265-params log-level=none:keyint=10"),
        ("good-hevc.ts", "-c:v libx265 -preset ultrafast -crf 28 -x265-params log-level=none:keyint=10"),
        ("good-hevc.hevc", "-c:v libx265 -preset ultrafast -crf 28 -x265-params log-level=none:keyint=10"),
        ("good.avi", "-c:v mpeg4 -q:v 6 -bf 2 -g 10"),
        ("good.mpg", "-c:v mpeg1video -q:v 6 -bf 2 -g 10"),
        ("good-two.ts", "-c:v mpeg2video -q:v 6 -g 10"),
        ("good.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 30 -b:v 0 -g 10"),
        ("good-motion.avi", "-c:v mjpeg -q:v 8 -pix_fmt yuvj420p"),
    ];

    [Fact]
    public void Of_three_hundred_damaged_videos_each_is_read_whole_or_reported_with_a_reason()
    {
        var goods = Goods.Select(good => File.ReadAllBytes(videos.Make(good.Name, good.Encoder, frames: 24, width: 64, height: 48))).ToArray();
        var (reported, read) = (0, 0);
        for (var key = 0; key < 312; key++)
        {
            var good = key % Goods.Length;
            var path = Path.Combine(videos.Folder, $"bad-{key}{Path.GetExtension(Goods[good].Name)}");
            File.WriteAllBytes(path, DamagedVideos.Damage(goods[good], key));

            var outcome = Attempt(path);

            if (key % 5 == 0)
                Assert.Equal(outcome, Attempt(path)); // a file is judged alike every time
            Assert.DoesNotContain(nameof(VideoFault.Unforeseen), outcome, StringComparison.Ordinal);
            Assert.DoesNotContain(nameof(VideoFault.Deadline), outcome, StringComparison.Ordinal);
            output.WriteLine($"{Goods[good].Name}, {DamagedVideos.Kind(key)}: {outcome}");
            (reported, read) = outcome.StartsWith("read", StringComparison.Ordinal) ? (reported, read + 1) : (reported + 1, read);
        }

        output.WriteLine($"{reported} reported, {read} read whole");
        Assert.True(reported > 150, $"only {reported} of 312 were reported");
    }

    [Theory]
    [InlineData("nothing.mp4", "", VideoFault.Empty)]
    [InlineData("text.mp4", "These are not the frames you are looking for.\n", VideoFault.NotVideo)]
    [InlineData("playlist.mp4", "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n/etc/passwd\n#EXT-X-ENDLIST\n", VideoFault.NotVideo)]
    [InlineData("list.mp4", "ffconcat version 1.0\nfile '/etc/passwd'\n", VideoFault.NotVideo)]
    [InlineData("script.avi", "#!/bin/sh\nexit 0\n", VideoFault.NotVideo)]
    [InlineData("page.webm", "<!DOCTYPE html><html><body>404</body></html>\n", VideoFault.NotVideo)]
    public void What_is_no_video_is_named_for_what_it_is(string name, string content, VideoFault fault)
    {
        var path = Path.Combine(videos.Folder, name);
        File.WriteAllText(path, content);

        var refused = Assert.Throws<VideoException>(() => VideoFile.Open(path));

        Assert.Equal((path, fault), (refused.Path, refused.Fault));
        Assert.Contains(refused.Reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains(refused.Advice, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_playlist_in_disguise_is_named_and_what_it_names_is_not_opened()
    {
        var real = videos.Make("good.ts", H264, frames: 24, width: 64, height: 48);
        var path = Path.Combine(videos.Folder, "disguise.mp4");
        File.WriteAllText(path, $"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{real}\n#EXT-X-ENDLIST\n");

        var refused = Assert.Throws<VideoException>(() => VideoFile.Open(path));

        Assert.Equal(VideoFault.NotVideo, refused.Fault);
        Assert.Matches("HTTP Live Streaming|not a known container", refused.Reason); // the latter from FFmpeg 7 on, which asks for a playlist's ending
    }

    [Fact]
    public void A_missing_file_a_folder_and_a_pipe_are_refused_at_once()
    {
        var pipe = Path.Combine(videos.Folder, "pipe.mp4");
        using (var made = Process.Start("mkfifo", pipe))
            made.WaitForExit();

        Assert.Equal(VideoFault.NotFound, FaultOf(Path.Combine(videos.Folder, "missing.mp4")));
        Assert.Equal(VideoFault.NotRegular, FaultOf(videos.Folder));
        Assert.Equal(VideoFault.NotRegular, FaultOf(pipe));
        Assert.Equal(VideoFault.NotRegular, FaultOf("/dev/zero"));
    }

    [Fact]
    public void A_file_with_sound_alone_has_no_video()
    {
        var path = Path.Combine(videos.Folder, "sound.mp4");
        NumberedVideos.Ffmpeg($"-f lavfi -i sine=duration=0.5 -c:a aac {path}");

        Assert.Equal(VideoFault.NoStream, FaultOf(path));
    }

    [Fact]
    public void Sound_and_a_cover_picture_beside_the_video_do_no_harm()
    {
        var plain = videos.Make("good.mp4", H264, frames: 24, width: 64, height: 48);
        var path = Path.Combine(videos.Folder, "with-sound.mkv");
        NumberedVideos.Ffmpeg($"-f lavfi -i sine=duration=1 -i {plain} -map 0 -map 1 -c:v copy -c:a aac {path}");

        using var video = VideoFile.Open(path);

        Assert.Equal(24, video.Read([.. Enumerable.Range(0, 24)]).Length);
    }

    [Fact]
    public void Limits_on_pixels_duration_and_packets_are_kept()
    {
        var path = videos.Make("good.mp4", H264, frames: 24, width: 64, height: 48);

        Assert.Equal(VideoFault.TooLarge, FaultOf(path, new VideoLimits { MaxPixels = (64 * 48) - 1 }));
        Assert.Equal(VideoFault.TooLarge, FaultOf(path, new VideoLimits { MaxDuration = TimeSpan.FromMilliseconds(500) }));
        Assert.Equal(VideoFault.TooLarge, FaultOf(path, new VideoLimits { MaxPackets = 23 }));
        VideoFile.Open(path, new VideoLimits { MaxPixels = 64 * 48, MaxDuration = TimeSpan.FromSeconds(1), MaxPackets = 24 }).Dispose();
    }

    [Fact]
    public void A_deadline_of_nothing_is_over_at_once() =>
        Assert.Equal(
            VideoFault.Deadline,
            FaultOf(videos.Make("good.mp4", H264, frames: 24, width: 64, height: 48), new VideoLimits { Deadline = TimeSpan.FromMicroseconds(1) }));

    [Fact]
    public void Files_outside_the_data_root_are_refused_even_through_a_link()
    {
        var root = Directory.CreateDirectory(Path.Combine(videos.Folder, "root")).FullName;
        var outside = videos.Make("good.mp4", H264, frames: 24, width: 64, height: 48);
        var inside = Path.Combine(root, "inside.mp4");
        var link = Path.Combine(root, "link.mp4");
        File.Copy(outside, inside, overwrite: true);
        File.CreateSymbolicLink(link, outside);
        var limits = new VideoLimits { Root = root };

        VideoFile.Open(inside, limits).Dispose();
        Assert.Equal(VideoFault.OutsideRoot, FaultOf(outside, limits));
        Assert.Equal(VideoFault.OutsideRoot, FaultOf(link, limits));
        Assert.Equal(VideoFault.OutsideRoot, FaultOf(Path.Combine(root, "..", "good.mp4"), limits));
    }

    [Theory]
    [InlineData("good.mp4", VideoFault.Broken)] // its table stands at the end
    [InlineData("good-front.mp4", VideoFault.Truncated)]
    [InlineData("good.avi", VideoFault.Truncated)]
    public void A_video_cut_short_is_reported_not_read_as_a_shorter_one(string name, VideoFault fault)
    {
        var encoder = Goods.Single(good => good.Name == name).Encoder;
        var whole = File.ReadAllBytes(videos.Make(name, encoder, frames: 24, width: 64, height: 48));
        var path = Path.Combine(videos.Folder, $"cut-{name}");
        File.WriteAllBytes(path, whole[..(whole.Length * 7 / 10)]);

        Assert.Equal(fault, FaultOf(path));
    }

    [Fact]
    public void Damage_below_the_limit_is_tolerated_and_counted()
    {
        var whole = File.ReadAllBytes(videos.Make("good.avi", Goods.Single(good => good.Name == "good.avi").Encoder, frames: 24, width: 64, height: 48));
        var path = Path.Combine(videos.Folder, "scratched.avi");
        whole[whole.Length * 6 / 10] ^= 0xFF;
        File.WriteAllBytes(path, whole);

        Assert.Equal(VideoFault.Corrupt, FaultOf(path));
        using var video = VideoFile.Open(path, new VideoLimits { MaxDamage = 24 });
        Assert.Equal(24, video.Read([.. Enumerable.Range(0, 24)]).Length);
        Assert.InRange(video.Effort().Damage, 1, 24);
    }

    private static VideoFault FaultOf(string path, VideoLimits? limits = null)
    {
        return Assert.Throws<VideoException>(() =>
        {
            using var video = VideoFile.Open(path, limits);
            video.Read([.. Enumerable.Range(0, video.Index.FrameCount)], _ => { });
        }).Fault;
    }

    private static string Attempt(string path)
    {
        try
        {
            using var video = VideoFile.Open(path);
            int[] wanted = [.. Enumerable.Range(0, video.Index.FrameCount)];
            var read = video.Read(wanted);
            Assert.Equal(wanted, read.Select(frame => frame.Index));
            return $"read {read.Length} frames";
        }
        catch (VideoException refused)
        {
            Assert.NotEmpty(refused.Reason);
            return $"{refused.Fault}: {refused.Stage}: {refused.Reason}";
        }
    }
}
