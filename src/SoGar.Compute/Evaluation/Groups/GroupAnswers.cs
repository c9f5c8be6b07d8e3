using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Metrics;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Evaluation.Groups;

/// <summary>What was said of the people, groups and scenes of test key frames, beside what is true.</summary>
internal sealed class GroupAnswers
{
    private readonly List<IReadOnlySet<int>> _actionsTrue = [], _actions = [], _scenesTrue = [], _scenes = [];
    private readonly List<IReadOnlyList<SocialGroup>> _groupsTrue = [], _groups = [];

    /// <summary>The groups of a key frame by the positions of their people, somebody on their own included.</summary>
    public static IReadOnlyList<SocialGroup> TrueGroups(Sample sample, IReadOnlyList<PersonNote> people)
    {
        var activities = sample.Annotation!.Groups.ToDictionary(group => group.Group, group => group.Activities);
        return
        [
            .. people.Select((person, at) => (person.Group, at)).GroupBy(entry => entry.Group)
                .Select(entries => new SocialGroup(entries.Select(entry => entry.at).ToHashSet(), activities.GetValueOrDefault(entries.Key, []).ToHashSet())),
        ];
    }

    /// <summary>Takes down one key frame.</summary>
    public void Add(
        Sample sample, IReadOnlyList<PersonNote> people, IReadOnlyList<IReadOnlySet<int>> actions, IReadOnlyList<SocialGroup> groups, IReadOnlySet<int> scene)
    {
        _actionsTrue.AddRange(people.Select(person => person.Actions.ToHashSet()));
        _actions.AddRange(actions);
        _groupsTrue.Add(TrueGroups(sample, people));
        _groups.Add(groups);
        _scenesTrue.Add(sample.Annotation!.Labels.ToHashSet());
        _scenes.Add(scene);
    }

    /// <summary>The figures of all key frames.</summary>
    public GroupFigures Figures(double firstLoss, double lastLoss) => new(
        new ParScores(
            MultiLabelScores.SampleAveraged(_actionsTrue, _actions),
            new SocialGroupScores().Of(_groupsTrue, _groups),
            MultiLabelScores.SampleAveraged(_scenesTrue, _scenes)),
        new SocialGroupScores(WithSingletons: false).Of(_groupsTrue, _groups),
        new SocialGroupScores(SocialRecall.TruthCount).Of(_groupsTrue, _groups).Recall,
        _groups.Count, _actions.Count, firstLoss, lastLoss);
}

/// <summary>Classes whose probability is above one half: whose score is above zero.</summary>
/// <param name="logits">float32 [.., classes]; borrowed for the construction.</param>
/// <param name="classes">How many.</param>
internal sealed class ChosenClasses(Tensor logits, int classes)
{
    private readonly float[] _scores = logits.Contiguous().ToArray<float>();

    /// <summary>Those of a row.</summary>
    public IReadOnlySet<int> this[int row] => Enumerable.Range(0, classes).Where(label => _scores[row * classes + label] > 0).ToHashSet();
}
