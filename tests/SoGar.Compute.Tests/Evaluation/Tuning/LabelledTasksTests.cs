using SoGar.Compute.Data;
using SoGar.Compute.Evaluation;
using SoGar.Compute.Evaluation.Groups;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Tracking;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Synthesis;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Evaluation.Tuning;

/// <summary>Each task trained for real, small: what is learned must show on clips that were never seen.</summary>
public sealed class LabelledTasksTests : IDisposable
{
    private static readonly Recipe Small = new()
    {
        Seed = 3,
        Precision = Precision.Fp32,
        Model = new ModelRecipe { Depth = 1, Width = 64, Heads = 4, Patch = 8, Grid = 4, Frames = 5, DropPath = 0, Init = ModelInit.Motion },
        Views = new ViewsRecipe { Input = InputRule.Difference },
        Evaluate = new EvaluateRecipe
        {
            Frames = 5,
            Size = 32,
            Batch = 8,
            Tune = new TuneRecipe
            {
                Rule = OptimizerRule.Adamw,
                LearningRate = 2e-3,
                WeightDecay = 0,
                Epochs = 6,
                Batch = 8,
                Schedule = LearningRateSchedule.Cosine,
                Dropout = 0,
                Area = [0.8, 1.0]
            },
        },
    };

    private readonly DirectoryInfo _scratch = Directory.CreateTempSubdirectory("sogar-labelled-");

    public void Dispose() => _scratch.Delete(recursive: true);

    [Fact]
    public void Fine_tuning_learns_what_groups_do()
    {
        VideoSetMaker.Make(
            _scratch.FullName, new VideoSetOptions { TrainClipsPerActivity = 12, TestClipsPerActivity = 3, Format = new ClipFormat { FrameCount = 24 } });
        var data = DataSet.Open(_scratch.FullName);
        using var start = FrozenBackbone.Untrained(Small);

        var first = new ClipTuning(Small, data).Run(start, (_, _) => { }, default);
        var again = new ClipTuning(Small, data).Run(start, (_, _) => { }, default);

        Assert.Equal(first, again);
        Assert.True(first.LastLoss < 0.7 * first.FirstLoss, $"loss {first.FirstLoss:0.00} -> {first.LastLoss:0.00}");
        Assert.True(first.Accuracy > 2.0 / 8, $"accuracy {first.Accuracy:0.00}, chance 0.125");
    }

    [Fact]
    public void A_frozen_backbone_stays_as_it_is_while_its_head_learns()
    {
        VideoSetMaker.Make(
            _scratch.FullName,
            new VideoSetOptions { TrainClipsPerActivity = 4, TestClipsPerActivity = 1, Format = new ClipFormat { Width = 64, Height = 48, FrameCount = 12 } });
        var frozen = Small with { Evaluate = Small.Evaluate with { Tune = Small.Evaluate.Tune with { Frozen = true, Epochs = 3 } } };
        using var start = FrozenBackbone.Untrained(frozen);
        LinearHead head = null!;
        using var network = new TunedNetwork(start, (scope, backbone) => head = new LinearHead(scope, backbone.OutputWidth, 2));
        using var clip = SoGar.Compute.Torch.Tensor.From(Enumerable.Range(0, 2 * 3 * 5 * 32 * 32).Select(i => (float)Math.Sin(i)).ToArray(), 2, 3, 5, 32, 32);
        using var labels = SoGar.Compute.Torch.Tensor.From(new long[] { 0, 1 }, 2);
        float[] Features()
        {
            float[] features = [];
            network.Infer(() => features = network.Backbone.Forward(clip).Contiguous().ToArray<float>());
            return features;
        }

        var before = Features();
        var losses = Enumerable.Range(0, 20).Select(_ => network.Step(0.05, () => SoGar.Compute.Torch.F.CrossEntropy(
            head.Forward(network.ThroughBackbone(backbone => backbone.Forward(clip))), labels))).ToList();

        Assert.Equal(before, Features());
        Assert.True(losses[^1] < losses[0], $"{losses[0]} -> {losses[^1]}");
    }

    [Fact]
    public void An_action_head_learns_what_single_players_do()
    {
        VideoSetMaker.Make(_scratch.FullName, new VideoSetOptions { TrainClipsPerActivity = 12, TestClipsPerActivity = 2 });
        var recipe = Small with
        {
            Evaluate = Small.Evaluate with
            {
                Size = 64,
                Localise = new LocaliseRecipe { Layers = 1, Heads = 2, HeadWidth = 32, Bins = 2 }
            }
        };
        using var start = FrozenBackbone.Untrained(recipe);

        var figures = new LocalisationTuning(recipe, DataSet.Open(_scratch.FullName, DataFormat.Ava)).Run(start, (_, _) => { }, default);

        Assert.Equal(16, figures.KeyFrames);
        Assert.True(figures.LastLoss < figures.FirstLoss, $"loss {figures.FirstLoss:0.00} -> {figures.LastLoss:0.00}");
        // Scores by chance would have an average precision of about one in six.
        Assert.True(figures.Map > 0.3, $"mAP {figures.Map:0.00}");
    }

    // Players who do the same belong together, their group does it too, and the scene is what is done in it.
    [Fact]
    public void A_group_head_learns_who_belongs_together_and_what_they_do()
    {
        VideoSetMaker.Make(_scratch.FullName, new VideoSetOptions { TrainClipsPerActivity = 12, TestClipsPerActivity = 2 });
        var recipe = Small with
        {
            Evaluate = Small.Evaluate with
            {
                Size = 64,
                Localise = new LocaliseRecipe { Layers = 1, Heads = 2, HeadWidth = 32, Bins = 2 },
                Tune = Small.Evaluate.Tune with { Epochs = 20, LearningRate = 3e-3 },
            },
        };
        using var start = FrozenBackbone.Untrained(recipe);

        var figures = new GroupTuning(recipe, Grouped(DataSet.Open(_scratch.FullName, DataFormat.Ava))).Run(start, (_, _) => { }, default);

        Assert.Equal(16, figures.KeyFrames);
        Assert.True(figures.LastLoss < 0.8 * figures.FirstLoss, $"loss {figures.FirstLoss:0.00} -> {figures.LastLoss:0.00}");
        Assert.True(
            figures.Scores.Individual.F1 > 0.3 && figures.Scores.Social.F1 > 0.1 && figures.Scores.Global.F1 > 0.3,
            $"loss {figures.FirstLoss:0.00} -> {figures.LastLoss:0.00}, {figures}");
    }

    [Fact]
    public void A_data_set_without_groups_is_refused_with_one_that_has_them()
    {
        VideoSetMaker.Make(
            _scratch.FullName,
            new VideoSetOptions { TrainClipsPerActivity = 1, TestClipsPerActivity = 1, Format = new ClipFormat { Width = 64, Height = 48, FrameCount = 12 } });
        using var start = FrozenBackbone.Untrained(Small);

        var refusal = Assert.Throws<DataException>(
            () => new GroupTuning(Small, DataSet.Open(_scratch.FullName, DataFormat.Ava)).Run(start, (_, _) => { }, default));

        Assert.Contains("--format jrdb-par", refusal.Message);
    }

    private static DataSet Grouped(DataSet data) => new(
        data.Root,
        [.. data.Samples.Select(sample => new Sample(sample.Id, sample.Source, sample.Split, null, () => Grouped(sample.Annotation!)))],
        data.ActionNames, hasSplits: true)
    { ActionNames = data.ActionNames, SocialNames = data.ActionNames };

    private static ClipAnnotation Grouped(ClipAnnotation annotation) => annotation with
    {
        People = [.. annotation.People.Select(person => person with { Group = person.Actions[0] })],
        Groups = [.. annotation.People.Select(person => person.Actions[0]).Distinct().Order().Select(action => new GroupNote(action, [action]))],
        Labels = [.. annotation.People.SelectMany(person => person.Actions).Distinct().Order()],
    };

    [Fact]
    public void A_tracker_learns_to_follow_its_target()
    {
        TrackingSetMaker.Make(
            _scratch.FullName, new TrackingSetOptions { Train = 16, Test = 3, Format = new ClipFormat { Width = 160, Height = 120, FrameCount = 40 } });
        var recipe = Small with
        {
            Views = new ViewsRecipe { Input = InputRule.Rgb },
            Evaluate = Small.Evaluate with { Track = new TrackRecipe { Exemplar = 48, Search = 96, Frames = 1, Width = 32, Pairs = 2, Distance = 30 } },
        };
        using var start = FrozenBackbone.Untrained(recipe);
        var train = DataSet.Open(Path.Combine(_scratch.FullName, "got10k"), DataFormat.Got10k);
        var test = DataSet.Open(Path.Combine(_scratch.FullName, "otb2015"), DataFormat.Otb2015);

        var figures = new TrackingTuning(recipe, train, test).Run(start, (_, _) => { }, default);

        Assert.Equal((3, 120), (figures.Sequences, figures.Frames));
        Assert.True(
            figures.Success > figures.StandingStill + 0.1,
            $"success {figures.Success:0.00}, never moving {figures.StandingStill:0.00}, precision {figures.Precision:0.00}");
    }
}
