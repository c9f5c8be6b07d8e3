using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Localisation;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Evaluation.Groups;

// B clips, N people of a clip, G groups of a clip, A classes.

/// <summary>Binary cross-entropies of a <see cref="GroupHead"/>; places of people and groups that are not there have no weight.</summary>
internal static class GroupLoss
{
    /// <summary>The sum of four: what people do, who belongs together, what their true groups do, what the scene does.</summary>
    /// <param name="head">Its own.</param>
    /// <param name="slice">[B, H', W', C], features of the key frames.</param>
    /// <param name="samples">The key frames.</param>
    /// <param name="people">Theirs.</param>
    public static Tensor Of(GroupHead head, Tensor slice, IReadOnlyList<Sample> samples, IReadOnlyList<PersonNote>[] people)
    {
        var boxes = KeyFrameClips.BoxesOf(people);
        var people_BNW = head.Embed(slice, boxes);
        var most = (int)people_BNW.Size(1);
        var truth = samples.Select((sample, clip) => GroupAnswers.TrueGroups(sample, people[clip])).ToList();
        return KeyFrameClips.ActionLoss(head.Actions(people_BNW), people)
            + BondLoss(head.Bonds(people_BNW, boxes), people)
            + RowLabels.Loss(
                head.Activities(people_BNW, GroupHead.Members([.. truth.Select(groups => groups.Select(group => group.Members).ToList())], most)),
                truth.Select(groups => groups.Select(group => group.Labels)))
            + SceneLoss(head.Scene(slice), samples);
    }

    private static Tensor BondLoss(Tensor logits_BNN, IReadOnlyList<PersonNote>[] people)
    {
        var most = (int)logits_BNN.Size(1);
        var (targets, weights) = (new float[people.Length * most * most], new float[people.Length * most * most]);
        for (var clip = 0; clip < people.Length; clip++)
            for (var first = 0; first < people[clip].Count; first++)
                for (var second = 0; second < people[clip].Count; second++)
                {
                    if (first == second) continue;
                    weights[(clip * most + first) * most + second] = 1;
                    targets[(clip * most + first) * most + second] = people[clip][first].Group == people[clip][second].Group ? 1 : 0;
                }

        return LinearHead.BinaryCrossEntropy(logits_BNN, Tensor.From(targets, people.Length, most, most), Tensor.From(weights, people.Length, most, most));
    }

    private static Tensor SceneLoss(Tensor logits_BS, IReadOnlyList<Sample> samples)
    {
        var scenes = (int)logits_BS.Size(1);
        var targets = new float[samples.Count * scenes];
        for (var clip = 0; clip < samples.Count; clip++)
            foreach (var label in samples[clip].Annotation!.Labels) targets[clip * scenes + label] = 1;
        return LinearHead.BinaryCrossEntropy(logits_BS, Tensor.From(targets, samples.Count, scenes));
    }
}
