using System.Collections.Immutable;
using SoGar.Compute.Data;

namespace SoGar.Compute.Evaluation.Metrics;

/// <summary>One person who does one thing in one key frame; someone who does several has as many.</summary>
/// <param name="Frame">The key frame, such as <c>video,0902</c>.</param>
/// <param name="Box">Where; in shares of the frame.</param>
/// <param name="Action">What; the data set's own number.</param>
public sealed record ActionTruth(string Frame, Box Box, int Action);

/// <summary>What a detector says.</summary>
/// <param name="Frame">The key frame.</param>
/// <param name="Box">Where; in shares of the frame.</param>
/// <param name="Action">What.</param>
/// <param name="Score">The higher, the surer.</param>
public sealed record ActionDetection(string Frame, Box Box, int Action, double Score);

/// <summary>Average precision of each action and their mean.</summary>
/// <param name="Mean">Over the actions that occur; 0 where none does.</param>
/// <param name="PerAction">By action; null for an action that does not occur.</param>
public sealed record FrameMapScores(double Mean, ImmutableSortedDictionary<int, double?> PerAction);

/// <summary>
/// Frame-mAP by AVA's rules (methods.md, F.4): for each evaluated action, detections from the highest score to the lowest; a detection is right where the true
/// box of that action which it overlaps most does so by the threshold at least and was not taken by a surer one. All-points average precision.
/// </summary>
/// <param name="Actions">The evaluated actions, as the label map names them; others are left out on both sides.</param>
/// <param name="Excluded">Key frames that are left out on both sides.</param>
/// <param name="Threshold">Least intersection over union.</param>
public sealed record FrameMap(IReadOnlySet<int> Actions, IReadOnlySet<string> Excluded, double Threshold = 0.5)
{
    /// <summary>Scores detections; of equal scores the earlier in the list counts as surer.</summary>
    public FrameMapScores Of(IEnumerable<ActionTruth> truth, IEnumerable<ActionDetection> detections)
    {
        var truths = truth.Where(row => IsCounted(row.Frame, row.Action)).ToLookup(row => row.Action);
        var answers = detections.Where(row => IsCounted(row.Frame, row.Action)).ToLookup(row => row.Action);
        var scores = Actions.ToImmutableSortedDictionary(action => action, action => Of([.. truths[action]], answers[action]));
        return new FrameMapScores(scores.Values.OfType<double>().DefaultIfEmpty(0).Average(), scores);
    }

    private bool IsCounted(string frame, int action) => Actions.Contains(action) && !Excluded.Contains(frame);

    private double? Of(IReadOnlyList<ActionTruth> truths, IEnumerable<ActionDetection> detections)
    {
        var byFrame = truths.ToLookup(row => row.Frame);
        var taken = new HashSet<ActionTruth>(ReferenceEqualityComparer.Instance);
        var hits = detections.OrderByDescending(detection => detection.Score)
            .Select(detection => BestOf(byFrame[detection.Frame], detection.Box) is { } truth && taken.Add(truth))
            .ToList();
        return AveragePrecision.Of(hits, truths.Count);
    }

    private ActionTruth? BestOf(IEnumerable<ActionTruth> truths, Box box)
    {
        ActionTruth? best = null;
        var overlap = 0.0;
        foreach (var truth in truths)
            if (truth.Box.IntersectionOverUnion(box) is var shared && shared > overlap) (best, overlap) = (truth, shared);
        return overlap >= Threshold ? best : null;
    }
}
