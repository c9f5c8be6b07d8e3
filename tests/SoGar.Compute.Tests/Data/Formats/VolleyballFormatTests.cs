using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data.Formats;

public sealed class VolleyballFormatTests(NumberedMedia media) : IClassFixture<NumberedMedia>
{
    private const string Good = "29885.jpg r_spike 10 20 30 40 standing 64 48 32 24 blocking ";

    [Fact]
    public void Clips_come_with_group_activity_players_and_split()
    {
        using var set = Set().Text("videos/4/annotations.txt", "100.jpg l-pass 1 2 3 4 waiting").Images("videos/4/100", "", 1, 80, 41);

        var data = set.Open();

        Assert.Equal(["videos/1/29885", "videos/4/100"], data.Samples.Select(sample => sample.Id));
        Assert.Equal([Split.Train, Split.Test], data.Samples.Select(sample => sample.Split));
        Assert.Equal(["r_spike", "l-pass"], data.Samples.Select(sample => data.LabelNames[sample.Label!.Value]));
        Assert.Equal([.. Enumerable.Range(5, 41)], FormatCase.NumbersOf(data.Samples[0]));
        var players = data.Samples[0].Annotation!.PeopleAtKeyFrame(FormatCase.FactsOf(data.Samples[0])).ToList();
        Assert.Equal(["standing", "blocking"], players.Select(player => data.ActionNames[player.Actions[0]]));
        Assert.Equal(new Box(0.5, 0.5, 0.75, 0.75), players[1].Box);
        Assert.Equal(20, players[1].Frame);
    }

    [Fact]
    public void Passes_and_sets_of_a_side_are_one_merged_class() =>
        Assert.Equal(
            [(0, 2), (4, 6)], from one in Enumerable.Range(0, 8)
                              from other in Enumerable.Range(one + 1,
                7 - one)
                              where VolleyballMerged[one] == VolleyballMerged[other]
                              select (one, other));

    [Fact]
    public void Tracked_boxes_join_those_of_the_key_frame()
    {
        using var set = Set().Text(
            "tracks/1/29885/29885.txt",
            "0 10 20 40 60 0 0 0 0 \"standing\"|0 10 20 40 60 10 0 0 0 \"standing\"|1 12 20 40 60 19 0 1 1 \"moving\"|2 1 1 2 2 3 1 0 0 \"moving\"");

        var annotation = set.Open().Samples[0].Annotation!;

        Assert.Equal([(20, 0), (20, 1), (10, 0), (29, 1)], annotation.People.Select(person => (person.Frame!.Value, person.Person)));
    }

    [Theory]
    [InlineData("29885.png r_spike", "does not begin with an image")]
    [InlineData("29885.jpg r_smash", "'r_smash' is no group activity; r_set, r_spike")]
    [InlineData("29885.jpg r_spike 1 2 3 4", "4 fields behind the group activity; each player takes five")]
    [InlineData("29885.jpg r_spike 1 2 3 x standing", "player 0 has the box '1 2 3 x'")]
    [InlineData("29885.jpg r_spike 1 2 0 4 standing", "w and h above 0")]
    [InlineData("29885.jpg r_spike 1 2 3 4 sleeping", "player 0 does 'sleeping'; blocking, digging")]
    [InlineData("29885.jpg r_spike 1 2 3 4 standing", "'videos/1/29885' is listed already")]
    [InlineData("500.jpg r_set", "no folder 'videos/1/500'")]
    public void A_malformed_line_is_named_with_file_and_line(string line, string reason)
    {
        using var set = Set();
        File.AppendAllText(Path.Combine(set.Root, "videos/1/annotations.txt"), line + "\n");

        var complaint = set.OnlyComplaint();

        Assert.StartsWith("videos/1/annotations.txt, line 2: ", complaint);
        Assert.Contains(reason, complaint);
    }

    [Theory]
    [InlineData("0 10 20 40 60 0 0 0 \"standing\"", "9 fields; expected nine whole numbers and an action")]
    [InlineData("0 10 20 40 60 20 0 0 0 \"standing\"", "frame is 20; frames run from 0 to 19")]
    [InlineData("0 10 20 10 60 2 0 0 0 \"standing\"", "the box is empty")]
    [InlineData("0 10 20 40 60 2 0 0 0 \"sleeping\"", "the action is \"sleeping\"")]
    public void A_malformed_track_is_named_with_file_and_line(string line, string reason)
    {
        using var set = Set().Text("tracks/1/29885/29885.txt", line);

        var complaint = set.OnlyComplaint();

        Assert.StartsWith("tracks/1/29885/29885.txt, line 1: ", complaint);
        Assert.Contains(reason, complaint);
    }

    [Fact]
    public void A_missing_or_damaged_image_is_named()
    {
        using var set = Set();
        File.Delete(Path.Combine(set.Root, "videos/1/29885/29890.jpg"));
        var middle = Path.Combine(set.Root, "videos/1/29885/29885.jpg");
        File.WriteAllBytes(middle, File.ReadAllBytes(middle)[..1500]);

        var complaints = set.Check().Complaints.Select(complaint => complaint.ToString()).ToList();

        Assert.Contains("videos/1/29885/29890.jpg: not there", complaints[0]);
        Assert.Contains("videos/1/29885/29885.jpg: decode: ", complaints[1]);
        Assert.Equal(2, complaints.Count);
    }

    [Fact]
    public void What_is_there_is_counted_and_what_is_not_is_said()
    {
        using var set = Set();

        var report = set.Check();

        Assert.Equal((1, 41L, 2L, 54), (report.Clips, report.Images, report.PersonBoxes, report.MissingCount));
        Assert.Equal(new LabelCount("r_spike", 1), report.Labels[1]);
        Assert.Empty(report.Complaints);
    }

    private static IReadOnlyList<int> VolleyballMerged => SoGar.Compute.Data.Formats.VolleyballFormat.Merged;

    private FormatCase Set() => new FormatCase(media, DataFormat.Volleyball)
        .Text("videos/1/annotations.txt", Good).Images("videos/1/29885", "", 1, 29865, 41, shows: 5);
}
