using System.Collections.Immutable;
using SoGar.Compute.Data;
using SoGar.Compute.Video;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Training;

/// <summary>
/// Makes the views of shards from the videos of a data set: one decode pass per sample, every view straight into the batch that a network
/// reads. A bad sample is replaced by rule (G4). One loader's; the data set, the bad samples and the buffers are shared.
/// </summary>
public sealed class ShardSource(
    Recipe recipe, IViewRule rule, IReadOnlyList<Sample> samples, BadSamples bad, ClipReader reader, ViewBuffers buffers) : IShardSource
{
    private readonly SampleSchedule _schedule = new(recipe, samples.Count);

    /// <inheritdoc/>
    public LoadedShard Load(ShardKey key, CancellationToken unwanted)
    {
        var draws = _schedule.SamplesOf(key);
        var slots = rule.Slots(key.Step);
        var views = new ShardViews(key, Group(slots, draws.Length), buffers);
        List<ReplacedSample> replaced = [];
        try
        {
            for (var index = 0; index < draws.Length; index++)
            {
                unwanted.ThrowIfCancellationRequested();
                Fill(views, index, draws[index], slots, replaced);
            }

            return new LoadedShard(views, replaced);
        }
        catch
        {
            views.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The reader holds no open file between two samples.
    }

    private void Fill(ShardViews views, int index, SampleDraw draw, ImmutableArray<ViewSlot> slots, List<ReplacedSample> replaced)
    {
        if (TryRender(views, index, draw, draw.Sample, slots)) return;
        for (var attempt = 0; attempt < ReplacementRule.MaxAttempts && samples.Count > 1; attempt++)
        {
            var standIn = ReplacementRule.StandIn(recipe.Seed, draw.Sample, attempt, samples.Count);
            if (!TryRender(views, index, draw, standIn, slots)) continue;
            replaced.Add(new ReplacedSample(samples[draw.Sample].Id, samples[standIn].Id, bad.ReasonOf(draw.Sample)!));
            return;
        }

        throw new DataUnusableException($"nothing can stand in for {samples[draw.Sample].Id} ({bad.ReasonOf(draw.Sample)}): no other video could be read");
    }

    // The draws are keyed by the sample that was meant, so that two uses of one stand-in differ like the samples that they stand for.
    private bool TryRender(ShardViews views, int index, SampleDraw draw, int sample, ImmutableArray<ViewSlot> slots)
    {
        if (bad.ReasonOf(sample) is not null) return false;
        try
        {
            using var clip = reader.Open(samples[sample].Source);
            var facts = clip.Facts with { Boxes = samples[sample].BoxesOn(clip.Facts) };
            var plans = rule.Plan(facts, draw, slots);
            var places = PlacesOf(views, slots.Length);
            clip.Render(plans.AsSpan(), view => places[view].Group.Of(places[view].Index, index));
            views.Note(index, new SampleViews(draw, facts, plans));
            return true;
        }
        catch (Exception unreadable) when (unreadable is VideoException or DataException)
        {
            bad.Add(sample, unreadable.Message);
            return false;
        }
    }

    private ImmutableArray<ViewGroup> Group(ImmutableArray<ViewSlot> slots, int samples) =>
        [.. slots
            .GroupBy(slot => (Role: ViewGroup.BatchOf(slot.Recipe.Role), slot.Frames, slot.Recipe.Size))
            .OrderByDescending(group => group.Key.Role == ViewRole.Teacher)
            .Select(group => new ViewGroup(
                [.. group.Select(slot => slot.Number)], [.. group.Select(slot => slot.Recipe.Role)], samples, group.Key.Frames, group.Key.Size,
                buffers.Rent(checked(group.Count() * samples * ViewGroup.ViewLengthOf(group.Key.Frames, group.Key.Size)))))];

    private static (ViewGroup Group, int Index)[] PlacesOf(ShardViews views, int count)
    {
        var places = new (ViewGroup, int)[count];
        foreach (var group in views.Groups)
            for (var index = 0; index < group.Numbers.Length; index++) places[group.Numbers[index]] = (group, index);
        return places;
    }
}
