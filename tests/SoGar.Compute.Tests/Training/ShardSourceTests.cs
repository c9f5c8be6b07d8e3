using SoGar.Compute.Data;
using SoGar.Compute.Synthesis;
using SoGar.Compute.Training;
using SoGar.Compute.Video;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Training;

/// <summary>Sixteen real clips, made once.</summary>
public sealed class SixteenClips : IDisposable
{
    public SixteenClips() => VideoSetMaker.Make(
        Folder,
        new VideoSetOptions
        {
            TrainClipsPerActivity = 2,
            ValidationClipsPerActivity = 0,
            TestClipsPerActivity = 0,
            Format = new ClipFormat { Width = 64, Height = 48, FrameCount = 16 },
        },
        progress: null,
        CancellationToken.None);

    public string Folder { get; } = Directory.CreateTempSubdirectory("sogar-shards-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

public sealed class ShardSourceTests(SixteenClips clips) : IClassFixture<SixteenClips>
{
    private static readonly Recipe Recipe = new()
    {
        Seed = 3,
        Batch = 8,
        Shards = 2,
        Views = new ViewsRecipe
        {
            Window = WindowRule.Whole,
            Cut =
            [
                new() { Role = ViewRole.Scl, Count = 2, Frames = [2], Size = 16, Area = [0.2, 0.6], Boxes = true },
                new() { Role = ViewRole.Teacher, Frames = [4], Size = 32, Span = SpanRule.Half, Area = [0.5, 1], Augment = "global" },
                new() { Role = ViewRole.Tcl, Frames = [2], Size = 16, Span = SpanRule.OtherHalf, Area = [0.5, 1] },
            ],
        },
    };

    [Fact]
    public void The_same_shard_has_the_same_bits_whoever_loads_it_and_whatever_is_cached()
    {
        var cached = Source(Samples(), cacheBytes: 1 << 28);
        var uncached = Source(Samples(), cacheBytes: 0);
        var key = new ShardKey(5, 1);

        cached.Load(new ShardKey(0, 0), default);
        cached.Load(key, default);

        Assert.Equal(BitsOf(uncached.Load(key, default)), BitsOf(cached.Load(key, default)));
    }

    [Fact]
    public void Other_shards_and_other_epochs_have_other_bits()
    {
        var source = Source(Samples());

        // Sixteen samples in batches of eight: step 2 begins the second epoch.
        Assert.NotEqual(BitsOf(source.Load(new ShardKey(0, 0), default)), BitsOf(source.Load(new ShardKey(0, 1), default)));
        Assert.NotEqual(BitsOf(source.Load(new ShardKey(0, 0), default)), BitsOf(source.Load(new ShardKey(2, 0), default)));
    }

    [Fact]
    public void Views_that_pass_through_a_network_together_lie_together_the_teachers_first()
    {
        var views = (ShardViews)Source(Samples()).Load(new ShardKey(0, 0), default).Views;

        Assert.Equal([true, false], views.Groups.Select(group => group.IsTeachers));
        Assert.Equal([4, 3, 4, 32, 32], views.Groups[0].Shape);
        Assert.Equal([12, 3, 2, 16, 16], views.Groups[1].Shape);
        Assert.Equal([ViewRole.Scl, ViewRole.Scl, ViewRole.Tcl], views.Groups[1].Roles);
        Assert.Equal([0, 1, 3], views.Groups[1].Numbers);
    }

    [Fact]
    public void A_damaged_video_is_replaced_by_its_own_rule_and_named_with_a_reason()   // G4
    {
        var samples = Samples();
        var draw = new SampleSchedule(Recipe, samples.Count).SamplesOf(new ShardKey(0, 0))[2];
        var damaged = samples.ToList();
        damaged[draw.Sample] = Damaged(samples[draw.Sample]);
        var standIn = ReplacementRule.StandIn(Recipe.Seed, draw.Sample, 0, samples.Count);

        var loaded = Source(damaged, tolerated: 0.5).Load(new ShardKey(0, 0), default);

        var replaced = Assert.Single(loaded.Replaced);
        Assert.Equal((samples[draw.Sample].Id, samples[standIn].Id), (replaced.Sample, replaced.StandIn));
        Assert.NotEmpty(replaced.Reason);
        Assert.Equal(BitsOf(loaded), BitsOf(Source(damaged, tolerated: 0.5).Load(new ShardKey(0, 0), default)));
    }

    [Fact]
    public void Beyond_the_tolerated_share_of_bad_videos_the_data_are_refused_with_some_of_their_names()
    {
        var damaged = Samples().Select(Damaged).ToList();

        var refusal = Assert.Throws<DataUnusableException>(() => Source(damaged, tolerated: 0.1).Load(new ShardKey(0, 0), default));

        Assert.Contains("data.bad-share = 0.1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(".mp4", refusal.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<Sample> Samples() => DataSet.Open(clips.Folder).Part(Split.Train);

    private Sample Damaged(Sample sample)
    {
        var path = Path.Combine(clips.Folder, Path.GetFileName(sample.FullPath) + ".cut.mp4");
        File.WriteAllBytes(path, File.ReadAllBytes(sample.FullPath)[..500]);
        return new Sample(sample.Id, path);
    }

    private static ShardSource Source(IReadOnlyList<Sample> samples, long cacheBytes = 0, double tolerated = 0) =>
        new(
            Recipe, new ViewSampler(Recipe.Views, Recipe.Seed), samples, new BadSamples(samples, tolerated),
            new ClipReader(VideoLimits.Default, new FrameIndexCache(), new FrameCache(cacheBytes)), new ViewBuffers());

    private static float[] BitsOf(LoadedShard loaded) =>
        [.. ((ShardViews)loaded.Views).Groups.SelectMany(group => group.Buffer.Floats[..(int)group.Shape.Aggregate(1L, (product, size) => product * size)].ToArray())];
}
