using System.Buffers.Binary;
using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

[Collection(NumberedVideosCollection.Name)]
public sealed class VideoFileTests(NumberedVideos videos)
{
    private const string H264 = "-c:v libx264 -preset veryfast -crf 18";

    public static readonly TheoryData<string, string> Kinds = new()
    {
        { "long-gop.mp4", $"{H264} -g 250 -bf 3" },
        { "short-gop.mkv", $"{H264} -g 12 -bf 2" },
        { "stream.ts", $"{H264} -g 15 -bf 2" },
        { "open-gop.mp4", $"{H264} -g 15 -bf 3 -x264-params open-gop=1:scenecut=0" },
        { "open-gop.ts", $"{H264} -g 15 -bf 3 -x264-params open-gop=1:scenecut=0" },
        { "hevc.mp4", "-c:v libx265 -preset ultrafast -crf 20 -x265-params log-level=none:keyint=15:bframes=3" },
        { "hevc.mkv", "-c:v libx265 -preset ultrafast -crf 20 -x265-params log-level=none:keyint=15:open-gop=1" },
        { "ten-bit.mp4", "-c:v libx265 -preset ultrafast -crf 20 -pix_fmt yuv420p10le -x265-params log-level=none:keyint=15" },
        { "reordered.avi", "-c:v mpeg4 -q:v 3 -bf 2 -g 15" },
        { "plain.avi", "-c:v mpeg4 -q:v 3 -g 15" },
        { "old.mpg", "-c:v mpeg1video -q:v 3 -bf 2 -g 15" },
        { "old.ts", "-c:v mpeg2video -q:v 3 -bf 2 -g 15" },
        { "elementary.h264", $"{H264} -g 15 -bf 2" },
        { "full-chroma.mp4", $"{H264} -g 15 -pix_fmt yuv444p" },
        { "nine.webm", "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -crf 20 -b:v 0 -g 15" },
        { "eight.webm", "-c:v libvpx -deadline realtime -auto-alt-ref 1 -lag-in-frames 10 -crf 4 -b:v 2M -g 15" },
        { "fragments.mp4", $"{H264} -g 15 -movflags frag_keyframe+empty_moov" },
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Every_frame_is_the_one_its_number_says(string name, string encoder)
    {
        using var video = VideoFile.Open(videos.Make(name, encoder));
        int[] all = [.. Enumerable.Range(0, 60)];
        int[][] choices = [all, [0], [59], [3, 4, 5, 31, 32, 58], [14, 15, 16, 29, 30, 44], [1, 46], [40, 41]];

        Assert.Equal(60, video.Index.FrameCount);
        foreach (var wanted in choices)
            Assert.Equal(wanted, NumbersOn(video, wanted));
    }

    [Fact]
    public void Times_come_from_the_file_and_begin_at_zero()
    {
        using var video = VideoFile.Open(
            videos.Make("slowing.mkv", $"-vf settb=1/1000,setpts=N*N*10+500 -fps_mode passthrough -enc_time_base 1:1000 {H264}", frames: 12));

        Assert.Equal(12, video.Index.FrameCount);
        Assert.Equal(
            Enumerable.Range(0, 12).Select(n => n * n * 10.0), Enumerable.Range(0, 12).Select(n => Math.Round(video.Index.TimeOf(n).TotalMilliseconds)));
    }

    [Fact]
    public void The_frame_rate_is_the_mean_of_what_is_shown()
    {
        using var video = VideoFile.Open(videos.Make("short-gop.mkv", $"{H264} -g 12 -bf 2"));

        Assert.Equal(25, video.Index.FramesPerSecond, 0.02); // Matroska's clock has milliseconds
    }

    [Theory]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public void A_turned_video_is_shown_upright(int clockwise)
    {
        var flat = videos.Make("flat.mp4", H264, frames: 4);
        var turned = Path.Combine(videos.Folder, $"turned-{clockwise}.mp4");
        File.WriteAllBytes(turned, Turned(File.ReadAllBytes(flat), clockwise));

        using var straight = VideoFile.Open(flat);
        using var video = VideoFile.Open(turned);
        var before = straight.Read([2])[0];
        var after = video.Read([2])[0];

        Assert.Equal(clockwise, video.Rotation);
        Assert.Equal((after.Width, after.Height), (video.Width, video.Height));
        for (var y = 0; y < before.Height; y += 7)
        {
            for (var x = 0; x < before.Width; x += 5)
            {
                var (atX, atY) = clockwise switch
                {
                    90 => (before.Height - 1 - y, x),
                    180 => (before.Width - 1 - x, before.Height - 1 - y),
                    _ => (y, before.Width - 1 - x),
                };
                Assert.Equal(before.Borrow().Y[(y * before.Width) + x], after.Borrow().Y[(atY * after.Width) + atX]);
            }
        }
    }

    [Fact]
    public void A_change_of_size_in_mid_stream_is_followed()
    {
        var small = videos.Make("small.ts", $"{H264} -g 10", frames: 20, width: 64, height: 48);
        var large = videos.Make("large.ts", $"{H264} -g 10 -output_ts_offset 0.8", frames: 20);
        var both = Path.Combine(videos.Folder, "both.ts");
        File.WriteAllBytes(both, [.. File.ReadAllBytes(small), .. File.ReadAllBytes(large)]);

        using var video = VideoFile.Open(both, new VideoLimits { MaxDamage = 2 });
        var frames = video.Read([5, video.Index.FrameCount - 5]);

        Assert.Equal((64, 48), (frames[0].Width, frames[0].Height));
        Assert.Equal((128, 96), (frames[1].Width, frames[1].Height));
    }

    [Fact]
    public void Frames_that_nobody_wants_or_needs_are_not_decoded()
    {
        using var video = VideoFile.Open(videos.Make("short-gop.mkv", $"{H264} -g 12 -bf 2"));

        video.Read([50], _ => { });

        Assert.InRange(video.Effort().PacketsDecoded, 1, 16);
    }

    [Fact]
    public void An_index_is_kept_while_the_file_stays_the_same()
    {
        var path = Path.Combine(videos.Folder, "changing.mp4");
        var indices = new FrameIndexCache();
        File.Copy(videos.Make("long-gop.mp4", $"{H264} -g 250 -bf 3"), path, overwrite: true);
        using (var first = VideoFile.Open(path, null, indices))
        using (var second = VideoFile.Open(path, null, indices))
        {
            Assert.Same(first.Index, second.Index);
            Assert.Equal([7, 33], NumbersOn(second, [7, 33]));
        }

        File.Copy(videos.Make("small.ts", $"{H264} -g 10", frames: 20, width: 64, height: 48), path, overwrite: true);
        using var third = VideoFile.Open(path, null, indices);

        Assert.Equal(20, third.Index.FrameCount);
    }

    [Fact]
    public void Indices_beyond_the_room_for_them_are_made_anew()
    {
        var path = videos.Make("long-gop.mp4", $"{H264} -g 250 -bf 3"); // 60 frames of 32 bytes
        var indices = new FrameIndexCache(capacityBytes: 60 * 32 - 1);

        using var first = VideoFile.Open(path, null, indices);
        using var second = VideoFile.Open(path, null, indices);

        Assert.NotSame(first.Index, second.Index);
        Assert.Equal(first.Index.FrameCount, second.Index.FrameCount);
    }

    [Fact]
    public void Frame_numbers_that_do_not_ascend_or_do_not_exist_are_refused()
    {
        using var video = VideoFile.Open(videos.Make("long-gop.mp4", $"{H264} -g 250 -bf 3"));

        Assert.Throws<ArgumentException>(() => video.Read([3, 2]));
        Assert.Throws<ArgumentException>(() => video.Read([3, 3]));
        Assert.Throws<ArgumentException>(() => video.Read([60]));
        Assert.Throws<ArgumentException>(() => video.Read([-1]));
    }

    private static List<int> NumbersOn(VideoFile video, int[] wanted)
    {
        var numbers = new List<int>();
        video.Read(wanted, frame =>
        {
            Assert.Equal(wanted[numbers.Count], frame.Index);
            numbers.Add(NumberedVideos.NumberOn(frame.Y, frame.LumaStride));
        });
        return numbers;
    }

    // The display matrix of an MP4 file is in its track header: a quarter turn is (cosine, sine, -sine, cosine) in its first two rows, of 16.16 numbers.
    private static byte[] Turned(byte[] file, int clockwise)
    {
        const int One = 1 << 16;
        const int FromNameToMatrix = 44;
        var matrix = file.AsSpan(file.AsSpan().IndexOf("tkhd"u8) + FromNameToMatrix);
        var (cosine, sine) = clockwise switch { 90 => (0, One), 180 => (-One, 0), _ => (0, -One) };
        Assert.Equal(One, BinaryPrimitives.ReadInt32BigEndian(matrix));
        BinaryPrimitives.WriteInt32BigEndian(matrix, cosine);
        BinaryPrimitives.WriteInt32BigEndian(matrix[4..], sine);
        BinaryPrimitives.WriteInt32BigEndian(matrix[12..], -sine);
        BinaryPrimitives.WriteInt32BigEndian(matrix[16..], cosine);
        return file;
    }
}
