using SoGar.Compute.Data;

namespace SoGar.Compute.Tests.Data;

public sealed class ClipTableTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Rows_become_samples_in_the_order_of_the_file()
    {
        _scratch.File("b.mp4");
        _scratch.File("sub/a, with comma.mp4");
        _scratch.File("c.mp4");
        _scratch.File(
            "clips.csv", "path,split,activity,label,note\nb.mp4,test,serve,1,x\n\"sub/a, with comma.mp4\",val,set,0,\"said \"\"go\"\"\"\n\nc.mp4,,,,\n");

        var set = DataSet.Open(_scratch.Root);

        Assert.Equal(["b.mp4", "sub/a, with comma.mp4", "c.mp4"], set.Samples.Select(sample => sample.Id));
        Assert.Equal([Split.Test, Split.Validation, Split.Train], set.Samples.Select(sample => sample.Split));
        Assert.Equal([1, 0, null], set.Samples.Select(sample => sample.Label));
        Assert.Equal(["set", "serve"], set.LabelNames);
        Assert.Equal(["b.mp4"], set.Part(Split.Test).Select(sample => sample.Id));
        Assert.All(set.Samples, sample => Assert.True(File.Exists(sample.FullPath)));
    }

    [Fact]
    public void The_table_itself_can_be_named()
    {
        _scratch.File("a.mp4");
        var table = _scratch.File("clips.csv", "path\na.mp4\n");

        Assert.Equal("a.mp4", Assert.Single(DataSet.Open(table).Samples).Id);
    }

    [Theory]
    [InlineData("a.mp4,train,serve", "3 fields where the header has 5")]
    [InlineData(",train,serve,0,", "path is empty")]
    [InlineData("a.mp4,training,serve,0,", "split is 'training'; train, val or test would work")]
    [InlineData("a.mp4,train,serve,zero,", "label is 'zero'; a whole number from 0 would work")]
    [InlineData("a.mp4,train,serve,-1,", "label is -1; labels count from 0")]
    [InlineData("a.mp4,train,serve,100000,", "labels count from 0 to at most 99999")]
    [InlineData("a.mp4,train,serve,,", "activity is 'serve' but label is empty")]
    [InlineData("gone.mp4,train,serve,0,", "no file 'gone.mp4'")]
    [InlineData("a.mp4,train,serve,0,gone.csv", "no file 'gone.csv'")]
    [InlineData("ok.mp4,train,serve,0,", "'ok.mp4' is listed already on line 2")]
    [InlineData("./ok.mp4,train,serve,0,", "'ok.mp4' is listed already on line 2")]
    [InlineData("a.mp4,train,serve,1,", "'serve' has the label 1 here and 0 above")]
    [InlineData("a.mp4,train,set,0,", "label 0 is called 'set' here and 'serve' above")]
    [InlineData("../outside/x.mp4,train,serve,0,", "leads out of the data root")]
    [InlineData("/etc/passwd,train,serve,0,", "leads out of the data root")]
    [InlineData("a.mp4,train,serve,0,../outside/x.mp4", "leads out of the data root")]
    [InlineData("a.m\"p4,train,serve,0,", "a quote inside an unquoted field")]
    [InlineData("\"a.mp4\"x,train,serve,0,", "text after a closing quote")]
    [InlineData("\"a.mp4,train,serve,0,", "a quoted field begins here and is never closed")]
    public void A_malformed_row_is_named_with_file_and_line(string row, string reason)
    {
        _scratch.File("ok.mp4");
        _scratch.File("a.mp4");
        _scratch.FileOutside("x.mp4");
        var table = _scratch.File("clips.csv", $"path,split,activity,label,boxes\nok.mp4,train,serve,0,\n{row}\n");

        var refused = Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root));

        Assert.StartsWith($"{table}, line 3: ", refused.Message);
        Assert.Contains(reason, refused.Message);
    }

    [Fact]
    public void All_complaints_come_together_up_to_twenty()
    {
        _scratch.File("clips.csv", "path\n" + string.Concat(Enumerable.Range(0, 30).Select(number => $"gone-{number}.mp4\n")));

        var lines = Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root)).Message.Split('\n');

        Assert.Equal(21, lines.Length);
        Assert.Contains("line 21", lines[19]);
        Assert.Equal("... and 10 more", lines[20]);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("file,split\n", "no column 'path'")]
    [InlineData("path,path\n", "two columns are called 'path'")]
    [InlineData("path\n", "lists no videos; './sogar videos make")]
    public void A_table_without_videos_is_refused_with_advice(string text, string reason)
    {
        _scratch.File("clips.csv", text);

        Assert.Contains(reason, Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root)).Message);
    }

    [Fact]
    public void Lines_are_counted_through_quoted_line_ends_and_either_kind_of_line_end()
    {
        _scratch.File("a.mp4");
        _scratch.File("clips.csv", "path,note\r\na.mp4,\"two\r\nlines\"\r\ngone.mp4,\r\n");

        Assert.Contains("clips.csv, line 4: ", Assert.Throws<DataException>(() => DataSet.Open(_scratch.Root)).Message);
    }

    [Fact]
    public void A_mark_of_byte_order_and_a_missing_last_line_end_do_no_harm()
    {
        _scratch.File("a.mp4");
        File.WriteAllBytes(Path.Combine(_scratch.Root, "clips.csv"), [0xEF, 0xBB, 0xBF, .. "path\na.mp4"u8]);

        Assert.Single(DataSet.Open(_scratch.Root).Samples);
    }
}
