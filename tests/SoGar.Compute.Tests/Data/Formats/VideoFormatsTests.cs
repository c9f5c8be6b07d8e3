using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data.Formats;

/// <summary>UCF101, HMDB51, Kinetics and the lists of the concepts release.</summary>
public sealed class VideoFormatsTests(NumberedMedia media) : IClassFixture<NumberedMedia>
{
    [Fact]
    public void Ucf101_reads_the_split_that_is_asked_for()
    {
        using var set = Ucf();

        var (first, second) = (set.Open(), set.Open(options: new FormatOptions(Fold: 2)));

        Assert.Equal(
            [("Archery/v_1.avi", Split.Train, 1), ("Bowling/v_2.avi", Split.Test, 0)],
            first.Samples.Select(sample => (sample.Id, sample.Split, sample.Label!.Value)));
        Assert.Equal([("Bowling/v_2.avi", Split.Train), ("Archery/v_1.avi", Split.Test)], second.Samples.Select(sample => (sample.Id, sample.Split)));
        Assert.Equal(["Bowling", "Archery"], first.LabelNames);
        Assert.Equal([.. Enumerable.Range(0, 80)], FormatCase.NumbersOf(first.Samples[0]));
    }

    [Theory]
    [InlineData("classInd.txt", "4 Diving", 3, "expected '3 NameOfTheClass'")]
    [InlineData("trainlist01.txt", "Archery/v_1.avi", 2, "the label is ''; classInd.txt gives Archery the number 2")]
    [InlineData("trainlist01.txt", "Archery/v_1.avi 1", 2, "the label is '1'; classInd.txt gives Archery the number 2")]
    [InlineData("trainlist01.txt", "v_1.avi 1", 2, "expected 'Class/video.avi label'")]
    [InlineData("trainlist01.txt", "Diving/v_1.avi 1", 2, "class 'Diving' is not in classInd.txt")]
    [InlineData("testlist01.txt", "Archery/v_1.avi 2", 2, "expected 'Class/video.avi' alone")]
    [InlineData("testlist01.txt", "Archery/v_9.avi", 2, "no file 'UCF-101/Archery/v_9.avi'")]
    [InlineData("testlist01.txt", "Archery/v_1.avi", 2, "'Archery/v_1.avi' is listed already")]
    public void A_malformed_line_of_Ucf101_is_named(string file, string line, int number, string reason)
    {
        using var set = Ucf();
        File.AppendAllText(Path.Combine(set.Root, "ucfTrainTestlist", file), line + "\n");

        var complaint = set.OnlyComplaint();

        Assert.StartsWith($"ucfTrainTestlist/{file}, line {number}: ", complaint);
        Assert.Contains(reason, complaint);
    }

    [Fact]
    public void A_split_that_does_not_exist_is_refused()
    {
        using var set = Ucf();

        Assert.Contains("UCF101 has the splits 1 to 3", Assert.Throws<DataException>(() => set.Open(options: new FormatOptions(Fold: 4))).Message);
    }

    [Fact]
    public void Hmdb51_reads_who_trains_and_who_tests_from_its_numbers()
    {
        using var set = Hmdb();

        var data = set.Open();

        Assert.Equal(
            [("run/a.avi", Split.Train, 0), ("wave/b.avi", Split.Test, 1)], data.Samples.Select(sample => (sample.Id, sample.Split, sample.Label!.Value)));
        Assert.Equal(["run", "wave"], data.LabelNames);
    }

    [Theory]
    [InlineData("a.avi 3 ", "'a.avi 3'; expected 'video.avi' and 0, 1 or 2")]
    [InlineData("a.avi", "expected 'video.avi' and 0, 1 or 2")]
    [InlineData("z.avi 1", "no file 'wave/z.avi'")]
    public void A_malformed_line_of_Hmdb51_is_named(string line, string reason)
    {
        using var set = Hmdb();
        File.AppendAllText(Path.Combine(set.Root, "wave_test_split1.txt"), line + "\n");

        var complaint = set.OnlyComplaint();

        Assert.StartsWith("wave_test_split1.txt, line 2: ", complaint);
        Assert.Contains(reason, complaint);
    }

    [Fact]
    public void Kinetics_finds_videos_by_id_and_seconds_and_passes_over_those_taken_back()
    {
        using var set = Kinetics();

        var data = set.Open();

        Assert.Equal([("train/abc_000005_000015.mp4", Split.Train, "air drumming"), ("validate/-x_y_000100_000110.mp4", Split.Validation, "zumba")],
            data.Samples.Select(sample => (sample.Id, sample.Split, data.LabelNames[sample.Label!.Value])));
        Assert.Equal("no video gone_000001_000011.mp4", Assert.Single(set.Check().Missing).Reason);
    }

    [Theory]
    [InlineData("zumba,abc,x,15,train,0", "time_start is 'x'")]
    [InlineData("zumba,abc,15,5,train,0", "seconds with 0 <= start < end")]
    [InlineData("zumba,,5,15,train,0", "youtube_id is ''")]
    [InlineData("zumba,abc,5,15,dev,0", "split is 'dev'; train, val, validate or test would work")]
    [InlineData("zumba,abc", "2 fields where the header has 6")]
    public void A_malformed_line_of_Kinetics_is_named(string line, string reason)
    {
        using var set = Kinetics();
        File.AppendAllText(Path.Combine(set.Root, "train.csv"), line + "\n");

        var complaint = set.OnlyComplaint();

        Assert.Contains("train.csv", complaint);
        Assert.Contains("line 4: ", complaint);
        Assert.Contains(reason, complaint);
    }

    [Fact]
    public void A_list_of_image_folders_is_read_with_or_without_labels()
    {
        using var set = Sdc("a,20,1|b,10");

        var data = set.Open("list.txt");

        Assert.Equal([("a", 1), ("b", (int?)null)], data.Samples.Select(sample => (sample.Id, sample.Label)));
        Assert.Equal([.. Enumerable.Range(7, 20)], FormatCase.NumbersOf(data.Samples[0]));
    }

    [Theory]
    [InlineData("a", "1 fields; expected 'frames_dir,num_frames'")]
    [InlineData("a,0,1", "num_frames is '0'")]
    [InlineData("a,20,one", "label is 'one'")]
    [InlineData("a,21,1", "no file 'a/image_00021.jpg'")]
    [InlineData("../outside,3,1", "leads out of the data root")]
    public void A_malformed_line_of_image_folders_is_named(string line, string reason)
    {
        using var set = Sdc($"b,10,0|{line}");

        var complaint = set.OnlyComplaint("list.txt");

        Assert.StartsWith("list.txt, line 2: ", complaint);
        Assert.Contains(reason, complaint);
    }

    private FormatCase Ucf() => new FormatCase(media, DataFormat.Ucf101)
        .Text("ucfTrainTestlist/classInd.txt", "1 Bowling|2 Archery")
        .Text("ucfTrainTestlist/trainlist01.txt", "Archery/v_1.avi 2").Text("ucfTrainTestlist/testlist01.txt", "Bowling/v_2.avi")
        .Text("ucfTrainTestlist/trainlist02.txt", "Bowling/v_2.avi 1").Text("ucfTrainTestlist/testlist02.txt", "Archery/v_1.avi")
        .Video("UCF-101/Archery/v_1.avi").Video("UCF-101/Bowling/v_2.avi");

    private FormatCase Hmdb() => new FormatCase(media, DataFormat.Hmdb51)
        .Text("run_test_split1.txt", "a.avi 1 |c.avi 0 ").Text("wave_test_split1.txt", "b.avi 2 ").Text("wave_test_split2.txt", "b.avi 1 ")
        .Video("run/a.avi").Video("wave/b.avi");

    private FormatCase Kinetics() => new FormatCase(media, DataFormat.Kinetics)
        .Text("train.csv", "label,youtube_id,time_start,time_end,split,is_cc|air drumming,abc,5,15,train,0|zumba,gone,1,11,train,0")
        .Text("val.csv", "label,youtube_id,time_start,time_end,split|zumba,-x_y,100,110,validate")
        .Video("train/abc_000005_000015.mp4").Video("validate/-x_y_000100_000110.mp4");

    private FormatCase Sdc(string list) => new FormatCase(media, DataFormat.SdcList)
        .Text("list.txt", list).Images("a", "image_", 5, 1, 20, shows: 7).Images("b", "image_", 5, 1, 10);
}
