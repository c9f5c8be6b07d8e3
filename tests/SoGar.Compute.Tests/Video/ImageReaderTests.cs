using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

public sealed class ImageReaderTests(NumberedVideos videos) : IClassFixture<NumberedVideos>
{
    [Theory]
    [InlineData("jpg", "yuvj420p")]
    [InlineData("jpg", "yuvj444p")]
    [InlineData("jpg", "gray")]
    [InlineData("png", "rgb24")]
    public void An_image_shows_what_the_frame_of_the_video_shows(string extension, string pixels)
    {
        var (video, image) = Make(extension, pixels);
        using var file = VideoFile.Open(video);
        using var reader = new ImageReader();

        var expected = file.Read([0])[0].Borrow();
        var read = reader.Read(image, index: 7).Borrow();

        Assert.Equal((7, 128, 96), (read.Index, read.Width, read.Height));
        Assert.Equal(expected.FullRange ? 0 : 1, read.FullRange ? 1 : 0);
        // 219 / 255: the video's luma is of limited range. JPEG at its finest is off by a level or two, at edges by more.
        var difference = 0.0;
        for (var y = 0; y < 96; y++)
            for (var x = 0; x < 128; x++)
                difference += Math.Abs(Math.Clamp((expected.Y[y * expected.LumaStride + x] - 16) * 255.0 / 219, 0, 255) - read.Y[y * read.LumaStride + x]);
        Assert.InRange(difference / (96 * 128), 0, 2.5);
    }

    [Fact]
    public void A_reader_goes_on_after_an_image_that_it_refused()
    {
        var (_, image) = Make("jpg", "yuvj420p");
        var cut = Path.Combine(videos.Folder, "cut.jpg");
        var bytes = File.ReadAllBytes(image);
        File.WriteAllBytes(cut, bytes[..(bytes.Length / 2)]);
        using var reader = new ImageReader();

        var first = reader.Read(image).Borrow().Y.ToArray();
        Assert.Equal(VideoFault.Corrupt, Assert.Throws<VideoException>(() => reader.Read(cut)).Fault);

        Assert.Equal(first, reader.Read(image).Borrow().Y.ToArray());
    }

    [Fact]
    public void What_is_no_image_or_too_large_or_outside_is_refused_with_its_reason()
    {
        var (video, image) = Make("png", "rgb24");
        using var reader = new ImageReader();
        using var narrow = new ImageReader(VideoLimits.Default with { MaxPixels = 96 * 127 });
        using var rooted = new ImageReader(VideoLimits.Default with { Root = Directory.CreateDirectory(Path.Combine(videos.Folder, "elsewhere")).FullName });

        Assert.Equal(VideoFault.NotVideo, Assert.Throws<VideoException>(() => reader.Read(video)).Fault);
        Assert.Equal(VideoFault.NotFound, Assert.Throws<VideoException>(() => reader.Read(image + ".gone")).Fault);
        Assert.Equal(VideoFault.TooLarge, Assert.Throws<VideoException>(() => narrow.Read(image)).Fault);
        Assert.Equal(VideoFault.OutsideRoot, Assert.Throws<VideoException>(() => rooted.Read(image)).Fault);
    }

    private (string Video, string Image) Make(string extension, string pixels)
    {
        var video = videos.Make("frames.mp4", "-c:v libx264 -crf 8 -pix_fmt yuv420p -preset ultrafast", frames: 3);
        var image = Path.Combine(videos.Folder, $"{pixels}.{extension}");
        NumberedVideos.Ffmpeg($"-i {video} -frames:v 1 -q:v 1 -pix_fmt {pixels} {image}");
        return (video, image);
    }
}
