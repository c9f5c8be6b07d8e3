using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data.Formats;

/// <summary>NBA, Collective Activity and JRDB-PAR.</summary>
public sealed class GroupFormatsTests(NumberedMedia media) : IClassFixture<NumberedMedia>
{
    [Fact]
    public void Nba_clips_come_with_label_and_split()
    {
        using var set = Nba("21800001,").Text("test_video_ids", "21800002,")
            .Text("videos/21800002/annotations.txt", "7\t3p-succ.").Images("videos/21800002/7", "", 6, 0, 72, shows: 3);

        var data = set.Open();

        Assert.Equal(["videos/21800001/12", "videos/21800002/7"], data.Samples.Select(sample => sample.Id));
        Assert.Equal([Split.Train, Split.Test], data.Samples.Select(sample => sample.Split));
        Assert.Equal(["2p-fail.-def.", "3p-succ."], data.Samples.Select(sample => data.LabelNames[sample.Label!.Value]));
        Assert.Equal([.. Enumerable.Range(3, 72)], FormatCase.NumbersOf(data.Samples[1]));
    }

    [Theory]
    [InlineData("21800001,x,", "12\t3p-succ.", "train_video_ids, line 1: 'x' is no number of a video")]
    [InlineData("21800001,21800001,", "12\t3p-succ.", "train_video_ids, line 1: video 21800001 is listed twice")]
    [InlineData("21800001,5,", "12\t3p-succ.", "train_video_ids, line 1: there is no folder videos/5")]
    [InlineData("21800001,", "12 3p-succ.", "videos/21800001/annotations.txt, line 1: 1 fields; expected a clip, a tab and a label")]
    [InlineData("21800001,", "12\t3p-succ", "videos/21800001/annotations.txt, line 1: '3p-succ' is no group activity; 2p-succ.")]
    [InlineData("21800001,", "13\t3p-succ.", "videos/21800001/annotations.txt, line 1: no folder 'videos/21800001/13'")]
    public void A_malformed_line_of_Nba_is_named(string ids, string annotation, string reason)
    {
        using var set = Nba(ids).Text("test_video_ids", "").Text("videos/21800001/annotations.txt", annotation);

        Assert.StartsWith(reason, set.OnlyComplaint());
    }

    [Fact]
    public void Collective_activity_takes_each_tenth_frame_and_what_most_people_do()
    {
        // Frame 1: two wait, one walks, one does nothing; frame 11: all do nothing, so it is passed over; frame 21 lacks its nine followers.
        using var set = new FormatCase(media, DataFormat.CollectiveActivity)
            .Text(
                "seq05/annotations.txt",
                "1\t0\t0\t64\t48\t3\t1|1\t64\t48\t64\t48\t3\t2|1\t0\t0\t10\t10\t5\t1|1\t0\t0\t10\t10\t1\t1|2\t0\t0\t10\t10\t6\t1|11\t0\t0\t10\t10\t1\t8|21\t0\t0\t10\t10\t5\t1")
            .Images("seq05", "frame", 4, 1, 25);

        var data = set.Open();

        var sample = Assert.Single(data.Samples);
        Assert.Equal(("seq05/0001", Split.Test, "Waiting"), (sample.Id, sample.Split, data.LabelNames[sample.Label!.Value]));
        Assert.Equal([.. Enumerable.Range(0, 10)], FormatCase.NumbersOf(sample));
        var people = sample.Annotation!.PeopleAtKeyFrame(FormatCase.FactsOf(sample)).ToList();
        Assert.Equal(["Waiting", "Waiting", "Walking", "NA"], people.Select(person => data.ActionNames[person.Actions[0]]));
        Assert.Equal(new Box(0.5, 0.5, 1, 1), people[1].Box);
    }

    [Theory]
    [InlineData("1\t0\t0\t64\t48\t3", "6 fields; expected seven with tabs between")]
    [InlineData("0\t0\t0\t64\t48\t3\t1", "frame is '0'")]
    [InlineData("1\t0\t0\t64\t0\t3\t1", "the box is '0 0 64 0'")]
    [InlineData("1\t0\t0\t64\t48\t7\t1", "action is '7'; 1 to 6 would work")]
    [InlineData("1\t0\t0\t64\t48\t3\tx", "pose is 'x'")]
    public void A_malformed_line_of_Collective_Activity_is_named(string line, string reason)
    {
        using var set = new FormatCase(media, DataFormat.CollectiveActivity)
            .Text("seq01/annotations.txt", $"1\t0\t0\t64\t48\t3\t1|{line}").Images("seq01", "frame", 4, 1, 10);

        Assert.StartsWith($"seq01/annotations.txt, line 2: {reason}", set.OnlyComplaint());
    }

    [Fact]
    public void Jrdb_key_frames_come_with_people_groups_and_several_labels()
    {
        using var set = Jrdb();

        var data = set.Open();

        Assert.Equal(["image_stitched/a-scene/000015", "image_stitched/b-scene/000015"], data.Samples.Select(sample => sample.Id));
        var annotation = data.Samples[0].Annotation!;
        Assert.Equal([.. Enumerable.Range(8, 15)], FormatCase.NumbersOf(data.Samples[0]));
        Assert.Equal(7, annotation.KeyFrame);
        Assert.Equal([5, 6], annotation.People.Select(person => person.Person));
        Assert.Equal([0, 2], annotation.People[0].Actions);
        Assert.Equal(
            [(3, (int[])[27, 28])], annotation.Groups.Select(group => (group.Group, group.Activities.ToArray())),
            (one, other) => one.Item1 == other.Item1 && one.Item2.SequenceEqual(other.Item2));
        Assert.Equal([0, 4], annotation.Labels);
    }

    [Fact]
    public void Jrdb_reads_the_nearest_global_label_or_that_of_frame_15()
    {
        using var set = Jrdb().Text("global_labels.csv", "seq,frame,labels|0,15,1|0,30,2|1,15,3");
        set.Images("image_stitched/a-scene", "", 6, 24, 1, shows: 24);
        foreach (var name in (string[])["gt_action.txt", "gt_activity.txt", "gt_group.txt"])
            File.AppendAllText(Path.Combine(set.Root, name), "0 30 0 0 10 10 1 1 0 5\n");
        set.Images("image_stitched/a-scene", "", 6, 25, 6, shows: 25);

        Assert.Equal([0, 1, 2], set.Open().Samples.Select(sample => sample.Annotation!.Labels.Single()));
        Assert.Equal(
            [0, 0, 2], set.Open(options: new FormatOptions(GlobalLabel: GlobalLabel.Seq15)).Samples.Select(sample => sample.Annotation!.Labels.Single()));
    }

    [Theory]
    [InlineData("gt_action.txt", "0 15 0 0 10 10 1 1 0", "expected ten whole numbers")]
    [InlineData("gt_action.txt", "9 15 0 0 10 10 1 1 0 5", "seq is 9; image_stitched holds 2 scenes")]
    [InlineData("gt_group.txt", "0 15 0 0 0 10 1 1 0 5", "the box 0 0 0 10 is empty")]
    [InlineData("gt_action.txt", "0 15 0 0 10 10 1 28 0 5", "label is 28; 1 to 27 would work")]
    [InlineData("gt_activity.txt", "0 15 0 0 10 10 1 33 0 5", "label is 33; 1 to 32 would work")]
    [InlineData("gt_action.txt", "0 15 0 0 10 10 1 1 2 5", "flag is 2; 0 or 1 would work")]
    [InlineData("global_labels.csv", "0,15,8", "labels from 1 to 7")]
    public void A_malformed_line_of_Jrdb_is_named(string file, string line, string reason)
    {
        using var set = Jrdb();
        var count = File.ReadAllLines(Path.Combine(set.Root, file)).Length;
        File.AppendAllText(Path.Combine(set.Root, file), line + "\n");

        var complaint = set.OnlyComplaint();

        Assert.StartsWith($"{file}, line {count + 1}: ", complaint);
        Assert.Contains(reason, complaint);
    }

    private FormatCase Nba(string ids) => new FormatCase(media, DataFormat.Nba).Text("train_video_ids", ids)
        .Text("videos/21800001/annotations.txt", "12.mp4\t2p-fail.-def.").Images("videos/21800001/12", "", 6, 0, 72);

    // Person 7 is in the file of actions alone, so nobody hears of them.
    private FormatCase Jrdb() => new FormatCase(media, DataFormat.JrdbPar)
        .Text(
            "gt_action.txt",
            "0 15 0 0 10 10 1 1 0 5|0 15 0 0 10 10 1 3 0 5|0 15 20 0 30 10 1 2 1 6|0 15 0 0 5 5 1 2 0 7|0 16 0 0 5 5 1 2 0 5|1 15 0 0 5 5 1 2 0 1")
        .Text("gt_activity.txt", "0 15 0 0 10 10 1 28 0 5|0 15 20 0 30 10 1 29 0 6|1 15 0 0 5 5 1 2 0 1")
        .Text("gt_group.txt", "0 15 0 0 10 10 3 1 0 5|0 15 20 0 30 10 3 1 0 6|1 15 0 0 5 5 1 1 0 1")
        .Text("global_labels.csv", "seq,frame,labels|0,15,5 1|1,15,3")
        .Images("image_stitched/a-scene", "", 6, 0, 24).Images("image_stitched/b-scene", "", 6, 0, 20);
}
