using SoGar.Compute.Data;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Data.Formats;

/// <summary>AVA and AVA-Kinetics.</summary>
public sealed class LocalisationFormatsTests(NumberedMedia media) : IClassFixture<NumberedMedia>
{
    [Fact]
    public void A_key_frame_has_all_actions_of_all_people_and_video_round_it()
    {
        using var set = Ava();

        var data = set.Open();

        Assert.Equal([("film,0002", Split.Train), ("film,0001", Split.Test)], data.Samples.Select(sample => (sample.Id, sample.Split)));
        Assert.Equal(["run", "sit"], data.ActionNames);
        var sample = data.Samples[0];
        var facts = FormatCase.FactsOf(sample);
        var people = sample.Annotation!.PeopleAtKeyFrame(facts).ToList();
        Assert.Equal(2, people.Count);
        Assert.Equal([0, 1], people[0].Actions);
        Assert.Equal(new Box(0.5, 0.2, 0.75, 0.9), people[1].Box);
        // The video ends 0.2 s after the window's last third; the key frame stays second 2.
        Assert.Equal([.. Enumerable.Range(13, 67)], FormatCase.NumbersOf(sample));
        Assert.Equal(50, FormatCase.NumbersOf(sample)[sample.Annotation.KeyFrameOf(facts)]);
        Assert.All(people, person => Assert.Equal(37, person.Frame));
    }

    [Fact]
    public void Excluded_frames_and_detected_people_are_read_from_beside()
    {
        using var set = Ava().Text("ava_val_excluded_timestamps_v2.2.csv", "film,0903").Text("ava_val_predicted_boxes.csv", "film,0001,0.1,0.1,0.5,0.5,,0.97");

        var data = set.Open();

        Assert.Equal(["film,0903"], data.ExcludedFrames);
        Assert.Equal(new DetectedPerson("film,0001", new Box(0.1, 0.1, 0.5, 0.5), 0.97), Assert.Single(data.Detections));
    }

    [Fact]
    public void A_key_frame_without_a_video_is_passed_over_and_reported()
    {
        using var set = Ava();
        File.AppendAllText(Path.Combine(set.Root, "ava_train_v2.2.csv"), "other,0902,0.1,0.1,0.2,0.2,3,0\n");

        Assert.Equal(2, set.Open().Samples.Count);
        Assert.Contains("no video other that holds second 902", Assert.Single(set.Check().Missing).Reason);
    }

    [Fact]
    public void Cuts_of_Kinetics_are_found_by_the_seconds_that_they_hold()
    {
        using var set = Labels(new FormatCase(media, DataFormat.AvaKinetics)).Video("videos/abc_000100_000110.mp4")
            .Text("kinetics_train_v1.0.csv", "abc,102,0.1,0.1,0.5,0.5,3,0").Text("kinetics_val_v1.0.csv", "abc,99,0.1,0.1,0.5,0.5,3,0");

        var sample = Assert.Single(set.Open().Samples);

        Assert.Equal("abc,0102", sample.Id);
        Assert.Equal(50, FormatCase.NumbersOf(sample)[FormatCase.FactsOf(sample).MiddleOfWindow]);
    }

    [Theory]
    [InlineData("film,2,0.1,0.1,0.5,0.5", "6 fields; expected video,timestamp")]
    [InlineData("film,x,0.1,0.1,0.5,0.5,1,0", "timestamp is 'x'")]
    [InlineData("film,2,0.5,0.1,0.1,0.5,1,0", "the box is '0.5,0.1,0.1,0.5'")]
    [InlineData("film,2,0.1,0.1,0.5,1.5,1,0", "1 would work")]
    [InlineData("film,2,0.1,0.1,0.5,0.5,run,0", "action is 'run'")]
    [InlineData("film,2,0.1,0.1,0.5,0.5,1,me", "person is 'me'")]
    public void A_malformed_line_is_named_with_file_and_line(string line, string reason)
    {
        using var set = Ava();
        File.AppendAllText(Path.Combine(set.Root, "ava_train_v2.2.csv"), line + "\n");

        var complaint = set.OnlyComplaint();

        Assert.StartsWith("ava_train_v2.2.csv, line 6: ", complaint);
        Assert.Contains(reason, complaint);
    }

    [Theory]
    [InlineData("item {|  colour: 3|  weight|}", "line 3: 'weight'; expected name")]
    [InlineData("item {|  name: \"a\"|}", "line 1: an item without a name or a number")]
    [InlineData("item {|  name: \"a\"|  id: 1|}|item {|  name: \"b\"|  id: 1|}", "line 5: the number 1 stands twice")]
    public void A_malformed_label_map_is_named(string map, string reason)
    {
        using var set = Ava().Text("labels.pbtxt", map);

        Assert.Contains($"labels.pbtxt, {reason}", set.Check().Complaints.Select(complaint => complaint.ToString()).First(text => text.Contains("labels")));
    }

    private FormatCase Ava() => Labels(new FormatCase(media, DataFormat.Ava)).Video("videos/film.mp4")
        .Text(
            "ava_train_v2.2.csv",
            "film,0002,0.1,0.2,0.3,0.4,3,7|film,0002,0.1,0.2,0.3,0.4,12,7|film,0002,0.5,0.2,0.75,0.9,12,8|film,0002,0.5,0.2,0.75,0.9,80,8|film,0002,,,,,,")
        .Text("ava_val_v2.2.csv", "film,0001,0.1,0.2,0.3,0.4,3,1");

    // The numbers are AVA's own; 80 is not evaluated.
    private static FormatCase Labels(FormatCase set) =>
        set.Text("labels.pbtxt", "item {|  name: \"sit\"|  id: 12|}|label {|  name: \"run\"|  label_id: 3|  label_type: PERSON_MOVEMENT|}");
}
