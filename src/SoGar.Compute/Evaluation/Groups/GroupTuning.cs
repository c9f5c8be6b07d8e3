using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Groups;

/// <summary>The three tasks of JRDB-PAR and what they were measured on.</summary>
/// <param name="Scores">People, groups and scenes, as the reference implementation counts.</param>
/// <param name="SocialOfSeveral">Groups of two and more alone: people on their own carry individual actions as social labels in this data set.</param>
/// <param name="SocialRecallOfTruth">Recall of groups divided by the number of true ones, as it is meant, rather than of predicted ones.</param>
/// <param name="KeyFrames">Key frames that were measured on.</param>
/// <param name="People">People there.</param>
/// <param name="FirstLoss">Mean loss of the first epoch.</param>
/// <param name="LastLoss">Mean loss of the last epoch.</param>
public sealed record GroupFigures(
    ParScores Scores, PrecisionRecall SocialOfSeveral, double SocialRecallOfTruth, int KeyFrames, int People, double FirstLoss, double LastLoss);

/// <summary>
/// Trains a head, and the backbone unless it is frozen, to say what people, their groups and the scene do and who belongs together, with the annotators' boxes,
/// and measures by JRDB-PAR's rules (methods.md, F.3). In training groups are the annotators'; in the test they are found.
/// </summary>
/// <param name="recipe">Whose <see cref="EvaluateRecipe.Tune"/> and <see cref="EvaluateRecipe.Localise"/> say how.</param>
/// <param name="data">A data set of JRDB-PAR's kind.</param>
public sealed class GroupTuning(Recipe recipe, DataSet data)
{
    /// <summary>Trains and measures.</summary>
    /// <param name="start">The weights to start from; borrowed.</param>
    /// <param name="progress">Told how many updates of how many are done.</param>
    /// <param name="stopping">Gives up between two updates.</param>
    /// <exception cref="DataException">The data set has no groups of people.</exception>
    public GroupFigures Run(FrozenBackbone start, Action<long, long> progress, CancellationToken stopping)
    {
        var (train, test) = (data.Part(Split.Train).Where(KeyFrameClips.HasPeople).ToList(), data.Measured().Where(KeyFrameClips.HasPeople).ToList());
        if (data.SocialNames.Count == 0 || data.ActionNames.Count == 0 || data.LabelNames.Count == 0 || train.Count == 0 || test.Count == 0)
            throw new DataException(
                $"{data.Root} has {train.Count} training and {test.Count} test key frames with people in groups; this needs a data set such as --format " +
                "jrdb-par");
        GroupHead head = null!;
        using var network = new TunedNetwork(start, (scope, backbone) => head = new GroupHead(
            scope, DenseFeatures.WidthOf(backbone, recipe.Model), recipe.Evaluate.Localise, data.ActionNames.Count, data.SocialNames.Count,
            data.LabelNames.Count));
        using var batches = new ClipBatches(VideoLimits.From(recipe.Data.Limits, data.Root), recipe.Data.CacheBytes);
        var keyFrames = new KeyFrameClips(recipe, batches);
        var losses = TuningLoop.Run(
            recipe, network, train,
            samples =>
            {
                var (clips, people) = keyFrames.Render(samples);
                return GroupLoss.Of(head, network.ThroughBackbone(backbone => DenseFeatures.Middle(DenseFeatures.Of(backbone, clips))), samples, people);
            },
            progress, stopping);

        var answers = new GroupAnswers();
        foreach (var samples in test.Chunk(recipe.Evaluate.Batch))
        {
            stopping.ThrowIfCancellationRequested();
            network.Infer(() =>
            {
                var (clips, people) = keyFrames.Render(samples);
                Answer(head, DenseFeatures.Middle(DenseFeatures.Of(network.Backbone, clips)), samples, people, answers);
            });
        }

        return answers.Figures(losses[0], losses[^1]);
    }

    private void Answer(GroupHead head, Tensor slice, Sample[] samples, IReadOnlyList<PersonNote>[] people, GroupAnswers answers)
    {
        var boxes = KeyFrameClips.BoxesOf(people);
        var people_BNW = head.Embed(slice, boxes);
        var most = (int)people_BNW.Size(1);
        var bonds = head.Bonds(people_BNW, boxes).Contiguous().ToArray<float>();
        var found = people.Select((each, clip) => Togetherness.GroupsOf(each.Count, (first, second) => bonds[(clip * most + first) * most + second] > 0))
            .ToList();
        var members = GroupHead.Members(found, most);
        var groupsAtMost = (int)members.Size(1);
        var actions = new ChosenClasses(head.Actions(people_BNW), data.ActionNames.Count);
        var activities = new ChosenClasses(head.Activities(people_BNW, members), data.SocialNames.Count);
        var scenes = new ChosenClasses(head.Scene(slice), data.LabelNames.Count);
        for (var clip = 0; clip < samples.Length; clip++)
            answers.Add(
                samples[clip], people[clip],
                [.. Enumerable.Range(0, people[clip].Count).Select(person => actions[clip * most + person])],
                [.. found[clip].Select((group, at) => new SocialGroup(group.ToHashSet(), activities[clip * groupsAtMost + at]))],
                scenes[clip]);
    }
}
