using SoGar.Compute.Data;
using SoGar.Compute.Evaluation.Tuning;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Localisation;

/// <summary>Clips round key frames, with the people who are there.</summary>
/// <param name="recipe">Whose evaluation says how long and how large they are.</param>
/// <param name="batches">Renders them; borrowed.</param>
internal sealed class KeyFrameClips(Recipe recipe, ClipBatches batches)
{
    private static readonly RegionBox Padding = new(0, 0, 1, 1);

    /// <summary>Whether anybody is to be seen at a key frame.</summary>
    public static bool HasPeople(Sample sample) => sample.Annotation is { People.IsEmpty: false };

    /// <summary>Renders a batch.</summary>
    /// <param name="samples">Key frames.</param>
    /// <returns>float32 [B, 3, T, S, S], valid until the next call, and the people of each key frame with boxes in shares of it.</returns>
    /// <exception cref="VideoException">A clip cannot be read.</exception>
    public (Tensor Clips, IReadOnlyList<PersonNote>[] People) Render(IReadOnlyList<Sample> samples)
    {
        var people = new IReadOnlyList<PersonNote>[samples.Count];
        var clips = batches.Render(
            samples,
            (index, facts) =>
            {
                people[index] = [.. samples[index].Annotation!.PeopleAtKeyFrame(facts)];
                return [PlanOf(facts, samples[index].Annotation!.KeyFrameOf(facts))];
            },
            1, recipe.Evaluate.Frames, recipe.Evaluate.Size);
        return (clips, people);
    }

    /// <summary>As many boxes for each clip: those that nobody asked for are the whole frame.</summary>
    public static RegionBox[] Padded(IEnumerable<IReadOnlyList<Box>> boxes, int most) =>
        [.. boxes.SelectMany(each => each.Select(box => new RegionBox(box.Y1, box.X1, box.Y2, box.X2)).Concat(Enumerable.Repeat(Padding, most - each.Count)))];

    /// <summary>The boxes of people, as many for each clip.</summary>
    public static RegionBox[] BoxesOf(IReadOnlyList<PersonNote>[] people) =>
        Padded(people.Select(each => each.Select(person => person.Box).ToList()), Math.Max(1, people.Max(each => each.Count)));

    /// <summary>Binary cross-entropy of what people do.</summary>
    /// <param name="logits_BNA">float32 [B, N, actions].</param>
    /// <param name="people">Of each clip, N at most.</param>
    /// <returns>float32 [].</returns>
    public static Tensor ActionLoss(Tensor logits_BNA, IReadOnlyList<PersonNote>[] people) =>
        RowLabels.Loss(logits_BNA, people.Select(ofClip => ofClip.Select(person => person.Actions.AsEnumerable())));

    // The whole frame, so that boxes in shares of it are boxes in shares of the view.
    private ViewPlan PlanOf(ClipFacts clip, int keyFrame) => new()
    {
        Frames = [.. Enumerable.Range(0, recipe.Evaluate.Frames)
            .Select(index => Math.Clamp(keyFrame + (index - recipe.Evaluate.Frames / 2) * recipe.Evaluate.Localise.Stride, 0, clip.FrameCount - 1))],
        Crop = CropBox.Whole(clip.Width, clip.Height),
        Size = recipe.Evaluate.Size,
        Scale = ChannelScale.From(recipe.Views),
        Input = recipe.Views.Input,
    };
}
