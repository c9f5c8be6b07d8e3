using System.Collections.Immutable;
using SoGar.Compute.Data;
using SoGar.Compute.Methods;
using SoGar.Compute.Training;
using SoGar.Compute.Video;
using SoGar.Protocol.Shards;

namespace SoGar.Compute.Tests.Methods;

/// <summary>Shards whose views are planned by a method's own rule and filled with noise.</summary>
internal static class RuledShards
{
    public static readonly ClipFacts Clip = new(60, 25, 128, 96)
    {
        Boxes = BoxTrack.Of(Enumerable.Range(0, 60).SelectMany(frame => new[]
        {
            (frame, new PlayerBox(0, 0, 0.3f, 0.3f, 0.6f, 0.7f)), (frame, new PlayerBox(1, 1, 0.1f, 0.5f, 0.5f, 0.9f)),
        })),
    };

    public static ShardViews Of(PretrainingMethod method, long step, int shard, ViewBuffers buffers)
    {
        var recipe = method.Recipe;
        var slots = method.Views.Slots(step);
        ImmutableArray<ViewGroup> groups =
        [
            .. slots.GroupBy(slot => (slot.Frames, slot.Recipe.Size)).Select(group => Shards.Noise(
                recipe, step, shard, [.. group.Select(slot => slot.Number)], [.. group.Select(slot => slot.Recipe.Role)], group.Key.Frames, group.Key.Size,
                buffers)),
        ];
        var views = new ShardViews(new ShardKey(step, shard), groups, buffers);
        var draws = new SampleSchedule(recipe, Shards.Samples).SamplesOf(views.Key);
        for (var sample = 0; sample < draws.Length; sample++)
            views.Note(sample, new SampleViews(draws[sample], Clip, method.Views.Plan(Clip, draws[sample], slots)));
        return views;
    }
}
