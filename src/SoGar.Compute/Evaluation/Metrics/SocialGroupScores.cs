namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>People who do something together in one frame, and what.</summary>
/// <param name="Members">Numbers of the people.</param>
/// <param name="Labels">What they do; several at once are usual.</param>
public sealed record SocialGroup(IReadOnlySet<int> Members, IReadOnlySet<int> Labels);

/// <summary>By what the sum of recalls is divided.</summary>
public enum SocialRecall
{
    /// <summary>The number of predicted groups, as the reference implementation of JRDB-PAR does, so that figures compare.</summary>
    PredictedCount,

    /// <summary>The number of true groups, as recall is meant.</summary>
    TruthCount,
}

/// <summary>
/// Social groups of JRDB-PAR (methods.md, F.3): predicted groups are matched to true ones by their members, and matched pairs add precision, recall
/// and F1 of their labels.
/// </summary>
/// <param name="Recall">By what the sum of recalls is divided.</param>
/// <param name="WithSingletons">Whether people on their own count as groups, whose social labels are individual actions in this data set.</param>
public sealed record SocialGroupScores(SocialRecall Recall = SocialRecall.PredictedCount, bool WithSingletons = true)
{
    /// <summary>Scores all frames together.</summary>
    /// <param name="truth">The true groups of each frame.</param>
    /// <param name="predicted">The predicted groups of each frame.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public PrecisionRecall Of(IReadOnlyList<IReadOnlyList<SocialGroup>> truth, IReadOnlyList<IReadOnlyList<SocialGroup>> predicted)
    {
        if (truth.Count != predicted.Count) throw new ArgumentException($"{truth.Count} frames of true groups, {predicted.Count} of predicted ones");
        var sum = new PrecisionRecall();
        var (truthCount, predictedCount) = (0, 0);
        for (var frame = 0; frame < truth.Count; frame++)
        {
            var (wanted, answered) = (Counted(truth[frame]), Counted(predicted[frame]));
            truthCount += wanted.Count;
            predictedCount += answered.Count;
            foreach (var (group, answer) in Matched(wanted, answered)) sum += MultiLabelScores.Of(group.Labels, answer.Labels);
        }

        return sum.DividedBy(predictedCount, Recall == SocialRecall.PredictedCount ? predictedCount : truthCount, predictedCount);
    }

    /// <summary>Whether two groups are taken for one: pairs must be equal, larger groups share more than half of the larger one.</summary>
    public static bool Match(IReadOnlySet<int> truth, IReadOnlySet<int> predicted) => truth.Count == 2 && predicted.Count == 2
        ? truth.SetEquals(predicted)
        : 2 * predicted.Count(truth.Contains) > Math.Max(truth.Count, predicted.Count);

    // More than half of the larger group is shared: where the groups of a frame do not overlap, a group has one match at most, in either direction.
    private static IEnumerable<(SocialGroup Truth, SocialGroup Predicted)> Matched(List<SocialGroup> truth, List<SocialGroup> predicted)
    {
        var taken = new HashSet<SocialGroup>(ReferenceEqualityComparer.Instance);
        foreach (var answer in predicted)
            if (truth.FirstOrDefault(group => !taken.Contains(group) && Match(group.Members, answer.Members)) is { } found)
            {
                taken.Add(found);
                yield return (found, answer);
            }
    }

    private List<SocialGroup> Counted(IReadOnlyList<SocialGroup> groups) => [.. groups.Where(group => WithSingletons || group.Members.Count > 1)];
}

/// <summary>The three tasks of JRDB-PAR side by side.</summary>
/// <param name="Individual">Actions of each person.</param>
/// <param name="Social">Activities of groups.</param>
/// <param name="Global">Activities of whole frames: what SoGAR reports.</param>
public sealed record ParScores(PrecisionRecall Individual, PrecisionRecall Social, PrecisionRecall Global)
{
    /// <summary>Mean of the three F1.</summary>
    public double Overall => (Individual.F1 + Social.F1 + Global.F1) / 3;
}
