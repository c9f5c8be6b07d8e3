using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data;

public sealed class PathListTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void A_line_is_a_path_and_perhaps_a_label()
    {
        foreach (var name in new[] { "a.mp4", "my game.mp4", "no label yet.mkv", "sub/b.avi", "plain" })
            _scratch.File(name);
        var list = _scratch.File(
            "train.txt", $"# what we filmed\n\na.mp4 2\nmy game.mp4 0\r\nno label yet.mkv\n{_scratch.Root}/sub/b.avi 1\nplain\n");

        var set = DataSet.Open(list);

        Assert.Equal(["a.mp4", "my game.mp4", "no label yet.mkv", "sub/b.avi", "plain"], set.Samples.Select(sample => sample.Id));
        Assert.Equal([2, 0, null, 1, null], set.Samples.Select(sample => sample.Label));
        Assert.Equal(["0", "1", "2"], set.LabelNames);
        Assert.Equal(5, set.Part(Split.Test).Count);
    }

    [Theory]
    [InlineData("a.mp4 serve", "'serve' is neither a label")]
    [InlineData("a.mp4 1.5", "'1.5' is neither a label")]
    [InlineData("a.mp4 -1", "label is -1")]
    [InlineData("a.mp4 99999999999", "is neither a label")]
    [InlineData("gone.mp4 1", "no file 'gone.mp4'")]
    [InlineData("ok.mp4 1", "listed already on line 1")]
    [InlineData("../outside/x.mp4 1", "leads out of the data root")]
    [InlineData("/etc/hostname 1", "leads out of the data root")]
    [InlineData("way-out.mp4 1", "is a link that leads out of the data root")]
    [InlineData("way-out/x.mp4 1", "is a link that leads out of the data root")]
    [InlineData("detour.mp4 1", "is a link that leads out of the data root")]
    [InlineData("circle.mp4 1", "cannot be followed: more than 40 links")]
    [InlineData("a\0.mp4 1", "zero character")]
    public void A_malformed_line_is_named_with_file_and_line(string line, string reason)
    {
        _scratch.File("ok.mp4");
        _scratch.File("a.mp4");
        _scratch.File("x.mp4");
        var outside = _scratch.FileOutside("x.mp4");
        Directory.CreateDirectory(Path.Combine(_scratch.Outside, "deep"));
        _scratch.Link("way-out.mp4", outside);
        _scratch.Link("way-out", _scratch.Outside);
        _scratch.Link("circle.mp4", "circle.mp4");

        // Read as text this target lies inside; followed as the kernel does, it does not.
        _scratch.Link("deep", Path.Combine(_scratch.Outside, "deep"));
        _scratch.Link("detour.mp4", "deep/../x.mp4");
        var list = _scratch.File("list.txt", $"ok.mp4 0\n{line}\n");

        var refused = Assert.Throws<DataException>(() => DataSet.Open(list));

        Assert.StartsWith($"{list}, line 2: ", refused.Message);
        Assert.Contains(reason, refused.Message);
    }

    [Fact]
    public void Links_inside_the_root_are_followed()
    {
        var target = _scratch.File("sub/a.mp4");
        _scratch.Link("alias.mp4", "sub/a.mp4");

        var sample = Assert.Single(DataSet.Open(_scratch.File("list.txt", "alias.mp4 0\n")).Samples);

        Assert.Equal("alias.mp4", sample.Id);
        Assert.EndsWith("sub/a.mp4", sample.FullPath);
        Assert.True(File.Exists(target));
    }

    [Fact]
    public void A_root_that_is_itself_reached_through_a_link_is_fine()
    {
        _scratch.File("real/a.mp4");
        _scratch.File("real/list.txt", "a.mp4 0\n");
        _scratch.Link("alias", "real");

        Assert.Equal("a.mp4", Assert.Single(DataSet.Open(Path.Combine(_scratch.Root, "alias", "list.txt")).Samples).Id);
    }

    [Theory]
    [InlineData("list.txt", "# nothing yet\n", DataFormat.Auto, "lists no videos")]
    [InlineData("clip.mp4", "", DataFormat.Auto, "is a single video; open the folder")]
    public void A_list_without_videos_is_refused_with_advice(string name, string text, DataFormat format, string reason) =>
        Assert.Contains(reason, Assert.Throws<DataException>(() => DataSet.Open(_scratch.File(name, text), format)).Message);

    [Fact]
    public void A_binary_file_is_not_taken_for_a_list() => Assert.Contains(
        "is this a text file?",
        Assert.Throws<DataException>(() => DataSet.Open(_scratch.File("weights.bin", new string('x', 10_000)))).Message);
}
