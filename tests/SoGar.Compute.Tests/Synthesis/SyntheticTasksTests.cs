using SoGar.Compute.Data;
using SoGar.Compute.Synthesis;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Synthesis;

public sealed class SyntheticTasksTests : IDisposable
{
    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("sogar-tasks-");

    private string Target => Path.Combine(_scratch.FullName, "set");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void A_player_moves_as_their_action_says()
    {
        foreach (var activity in Activities.All)
        {
            var group = GroupMotion.Draw(activity, SoGar.Protocol.Chance.KeyedRandom.For(3, SoGar.Protocol.Chance.Purpose.Test, (int)activity));
            for (var player = 0; player < GroupMotion.PlayerCount; player++)
            {
                var before = group.PlaceOf(player, 1.0);
                var step = group.PlaceOf(player, 1.1) - before;
                if (step.Length() > 20) continue;   // wrapped round the field's edge
                Assert.True(group.ActionOf(player) switch
                {
                    PlayerAction.RunRight => step.X > 0,
                    PlayerAction.RunLeft => step.X < 0,
                    PlayerAction.RunDown => step.Y > 0,
                    PlayerAction.RunUp => step.Y < 0,
                    // In the middle of the disc a wobble outweighs the turning.
                    PlayerAction.CircleClockwise => before.X * step.Y - before.Y * step.X > 0 || before.Length() < 15,
                    _ => before.X * step.Y - before.Y * step.X < 0 || before.Length() < 15,
                }, $"{activity}, player {player}: {group.ActionOf(player)} but moves by {step}");
            }
        }
    }

    [Fact]
    public void Teams_that_cross_do_different_things()
    {
        var group = GroupMotion.Draw(Activity.CrossLengthways, SoGar.Protocol.Chance.KeyedRandom.For(3, SoGar.Protocol.Chance.Purpose.Test));

        Assert.Single(Enumerable.Range(0, GroupMotion.TeamSize).Select(group.ActionOf).Distinct());
        Assert.NotEqual(group.ActionOf(0), group.ActionOf(GroupMotion.TeamSize));
    }

    [Fact]
    public void A_set_of_clips_is_a_set_of_AVAs_format_too()
    {
        VideoSetMaker.Make(Target, new VideoSetOptions { Seed = 4, TrainClipsPerActivity = 1, TestClipsPerActivity = 1 });

        var (clips, ava) = (DataSet.Open(Target), DataSet.Open(Target, DataFormat.Ava));
        var report = DataCheck.Of(Target, DataFormat.Ava, new FormatOptions(), decodes: true);

        Assert.Equal(PlayerActions.All.Select(action => action.Name()), ava.ActionNames);
        Assert.Equal((16, 0, 0), (report.Clips, report.ComplaintCount, report.MissingCount));
        var sample = ava.Part(Split.Train).Single(each => each.Id == "train/cross-lengthways-0000,0001");
        using var clip = new ClipReader(VideoLimits.Default, new FrameIndexCache()).Open(sample.Source);
        var people = sample.Annotation!.PeopleAtKeyFrame(clip.Facts).ToList();
        Assert.Equal((25, 63), (sample.Annotation.KeyFrameOf(clip.Facts), clip.Facts.FrameCount));
        Assert.Equal([0, 1], people.Select(person => person.Actions.Single()).Distinct().Order());
        var boxes = clips.Part(Split.Train).Single(each => each.Id.Contains("cross-lengthways")).Boxes.At(25).ToArray();
        Assert.All(
            people, person =>
                Assert.Contains(boxes, box => box.Player == person.Person && box.Action == person.Actions[0] && Math.Abs(box.X1 - person.Box.X1) < 0.001));
    }

    [Fact]
    public void Tracking_sequences_are_in_the_formats_of_GOT10k_and_OTB()
    {
        var options = new TrackingSetOptions { Train = 3, Test = 2, Format = new ClipFormat { Width = 64, Height = 48, FrameCount = 5 } };

        Assert.Equal(6, TrackingSetMaker.Make(Target, options));
        Assert.Equal(0, TrackingSetMaker.Make(Target, options));

        var train = DataSet.Open(Path.Combine(Target, "got10k"), DataFormat.Got10k);
        var test = DataSet.Open(Path.Combine(Target, "otb2015"), DataFormat.Otb2015);
        Assert.Equal((3, 1, 2), (train.Part(Split.Train).Count, train.Part(Split.Validation).Count, test.Samples.Count));
        var renderer = new ClipRenderer(new ClipKey(1, Split.Test, 0), options.Format, withTarget: true);
        Assert.Equal(renderer.TargetAt(3).X1, test.Samples[0].Annotation!.Target[3].X1, 0.01);
        Assert.Equal(0, DataCheck.Of(Path.Combine(Target, "otb2015"), DataFormat.Otb2015, new FormatOptions(), decodes: true).ComplaintCount);
    }

    [Fact]
    public void The_target_is_painted_where_its_box_says_and_nowhere_else()
    {
        var format = new ClipFormat();
        var key = new ClipKey(9, Split.Train, 2);
        var (with, without) = (new ClipRenderer(key, format, withTarget: true), new ClipRenderer(key, format));
        var (one, other) = (new byte[format.FrameBytes], new byte[format.FrameBytes]);
        with.Render(30, one);
        without.Render(30, other);

        var box = with.TargetAt(30);

        var (inside, outside) = (0, 0);
        for (var y = 0; y < format.Height; y++)
            for (var x = 0; x < format.Width; x++)
                if (Math.Abs(one[y * format.Width + x] - other[y * format.Width + x]) > 20)
                    _ = x + 1.5 >= box.X1 && x - 0.5 <= box.X2 && y + 1.5 >= box.Y1 && y - 0.5 <= box.Y2 ? inside++ : outside++;
        Assert.Equal(0, outside);
        Assert.True(inside > box.Area / 4, $"{inside} pixels of a box of {box.Area:0}");
        Assert.InRange(box.X1, 0, format.Width);
    }
}
