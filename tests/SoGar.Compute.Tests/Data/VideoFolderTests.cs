using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data;

public sealed class VideoFolderTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Every_video_below_the_folder_is_found_in_ordinal_order()
    {
        foreach (var name in new[] { "b.mp4", "B.MOV", "a/z.mkv", "a-b.avi", "notes.txt", ".hidden.mp4", ".trash/c.mp4", "half.mp4.part" })
            _scratch.File(name);

        var set = DataSet.Open(_scratch.Root);

        Assert.Equal(["B.MOV", "a-b.avi", "a/z.mkv", "b.mp4"], set.Samples.Select(sample => sample.Id));
        Assert.All(set.Samples, sample => Assert.Null(sample.Label));
        Assert.Empty(set.LabelNames);
        Assert.Equal(4, set.Part(Split.Test).Count);
        Assert.Same(BoxTrack.None, set.Samples[0].Boxes);
    }

    [Fact]
    public void Links_that_lead_out_are_refused_and_links_inside_are_followed()
    {
        _scratch.File("a.mp4");
        _scratch.Link("alias.mp4", "a.mp4");
        Assert.Equal(["a.mp4", "alias.mp4"], DataSet.Open(_scratch.Root).Samples.Select(sample => sample.Id));

        _scratch.Link("stolen.mp4", _scratch.FileOutside("x.mp4"));
        _scratch.Link("more", _scratch.Outside);
        var refused = Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root));

        Assert.Contains("stolen.mp4' is a link that leads out of the data root", refused.Message);
        Assert.Contains("more is a link to a folder", refused.Message);
    }

    [Fact]
    public void A_folder_without_videos_is_refused_with_advice()
    {
        _scratch.File("notes.txt");

        var refused = Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root));

        Assert.Contains("holds no videos", refused.Message);
        Assert.Contains("./sogar videos make", refused.Message);
    }

    [Theory]
    [InlineData(DataFormat.Auto, "no such file or folder")]
    [InlineData(DataFormat.Folder, "no such file or folder")]
    public void A_missing_folder_is_refused_with_advice(DataFormat format, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => DataSet.Open(Path.Combine(_scratch.Root, "gone"), format)).Message);

    [Theory]
    [InlineData(DataFormat.Clips, "has no clips.csv; docs/data-format.md says")]
    [InlineData(DataFormat.List, "not a file; a list is a text file")]
    public void A_folder_opened_as_something_else_says_what_is_missing(DataFormat format, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root, format)).Message);
}
