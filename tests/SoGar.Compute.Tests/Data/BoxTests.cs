using SoGar.Compute.Data;

namespace SoGar.Compute.Tests.Data;

public sealed class BoxTests : IDisposable
{
    private static readonly PlayerBox One = new(0, 0, 0.1f, 0.2f, 0.3f, 0.4f);
    private static readonly PlayerBox Two = new(9, 1, 0, 0.5f, 0.0625f, 1);

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_track_comes_back_from_its_file()
    {
        var path = Path.Combine(_scratch.Root, "boxes.csv");
        BoxFile.Write(path, BoxTrack.Of([(7, Two), (3, One), (3, Two)]));

        var track = BoxFile.Read(path);

        Assert.Equal([3, 7], track.Frames.ToArray());
        Assert.Equal([One, Two], track.At(3).ToArray());
        Assert.Equal([Two], track.At(7).ToArray());
        Assert.Equal(0, track.At(4).Length);
        Assert.Equal(3, track.Count);
    }

    [Theory]
    [InlineData(3, 0, 3)]
    [InlineData(4, 1, 3)]
    [InlineData(5, 2, 3)]
    [InlineData(6, 5, 7)]
    [InlineData(12, 5, 7)]
    [InlineData(0, 3, 3)]
    public void The_nearest_annotated_frame_within_reach_is_found(int frame, int reach, int found)
    {
        var track = BoxTrack.Of([(3, One), (7, Two)]);

        Assert.Equal(track.At(found).ToArray(), track.Nearest(frame, reach).ToArray());
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(13, 5)]
    [InlineData(0, 2)]
    public void Beyond_reach_there_is_none(int frame, int reach) =>
        Assert.Equal(0, BoxTrack.Of([(3, One), (7, Two)]).Nearest(frame, reach).Length);

    [Fact]
    public void A_video_without_boxes_has_none_near_any_frame() => Assert.Equal(0, BoxTrack.None.Nearest(5, 100).Length);

    [Fact]
    public void Player_and_team_may_be_left_out()
    {
        var path = _scratch.File("boxes.csv", "x1,y1,x2,y2,frame\n0,0,1,1,5\n");

        Assert.Equal(new PlayerBox(-1, -1, 0, 0, 1, 1), BoxFile.Read(path).At(5)[0]);
    }

    [Theory]
    [InlineData("-1,0,0,0,0,1,1")]
    [InlineData("0,0,0,0.5,0,0.5,1")]
    [InlineData("0,0,0,0,0,1,1.01")]
    [InlineData("0,0,0,-0.1,0,1,1")]
    [InlineData("0,0,0,0,0,NaN,1")]
    [InlineData("0,red,0,0,0,1,1")]
    [InlineData("first,0,0,0,0,1,1")]
    public void A_malformed_box_is_named_with_file_and_line(string row)
    {
        var path = _scratch.File("boxes.csv", $"frame,player,team,x1,y1,x2,y2\n0,0,0,0,0,1,1\n{row}\n");

        Assert.StartsWith($"{path}, line 3: not a box", Assert.Throws<DataException>(() => BoxFile.Read(path)).Message);
    }

    [Fact]
    public void A_samples_boxes_are_read_when_first_asked_for_and_kept()
    {
        _scratch.File("a.mp4");
        _scratch.File("clips.csv", "path,boxes\na.mp4,a.csv\n");
        var boxes = _scratch.File("a.csv", "frame,x1,y1,x2,y2\nnonsense\n");
        var sample = Assert.Single(DataSet.Open(_scratch.Root).Samples);
        _scratch.File("a.csv", "frame,x1,y1,x2,y2\n2,0,0,1,1\n");

        var first = sample.Boxes;
        File.Delete(boxes);

        Assert.Equal(1, first.Count);
        Assert.Same(first, sample.Boxes);
    }
}
