using SoGar.Compute.Objectives;
using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.ConstCl;

// B samples of a shard, N regions, C width; a and b are the two views of each sample.

/// <summary>The loss of ConST-CL on one shard (methods.md, D.2 to D.4).</summary>
internal sealed class ConstClStep : IShardStep
{
    private readonly StepScene _scene;
    private readonly ConstClRecipe _recipe;
    private readonly ConstClNetwork _network;
    private readonly RegionFinder _finder;

    public ConstClStep(StepScene scene)
    {
        (_scene, _recipe) = (scene, scene.Recipe.ConstCl);
        _network = scene.Student(scope => new ConstClNetwork(scope, scene.Recipe));
        _finder = new RegionFinder(_recipe.Regions, _recipe.RegionCount);
    }

    public void Compute(ShardViews views, ShardContribution contribution)
    {
        var group = views.Groups.Single();
        var forward = _scene.Autocast();                                    // the backbone alone: the heads are small beside it
        var maps = _network.Backbone.Branches(_scene.Clips(group));
        forward.Dispose();
        var clips = _network.Embed(maps.Clip.To(DType.Float32)).Chunk(2);
        var global = InfoNce.Symmetric(clips[0], clips[1], _recipe.GlobalTemperature);
        var local = _recipe.LocalWeight > 0 ? Local(views, group, maps.Region.To(DType.Float32).Normalize(1).Chunk(2)) : _scene.Zero();
        var loss = global + _recipe.LocalWeight * local;
        loss.Backward();

        contribution.Loss(loss.Item<float>());
        contribution.Read(ConstClMethod.Global, global.Item<float>());
        contribution.Read(ConstClMethod.Local, local.Item<float>());
        contribution.Read(ShardReadings.EmbeddingStd, CollapseReadings.MeanStd(clips[0].Detach()).Item<float>());
        contribution.Read(ShardReadings.ClipCosine, CollapseReadings.MeanCosine(clips[0].Detach()).Item<float>());
    }

    public void Dispose()
    {
        // The scene frees the network.
    }

    private Tensor Local(ShardViews views, ViewGroup group, Tensor[] maps)
    {
        var (slices, height, width) = ((int)maps[0].Size(2), (int)maps[0].Size(3), (int)maps[0].Size(4));
        var (a, b) = RegionsOf(views, group, slices);
        var (ha, hb) = (a.Pool(maps[0], _recipe.RegionBins), b.Pool(maps[1], _recipe.RegionBins));
        var (matchA, matchB) = (RegionLoss.Match(ha, hb, b.Valid), RegionLoss.Match(hb, ha, a.Valid));

        // Both directions pass the head at once: each view's regions see the other view.
        var chosen = ContextSlices.Of(slices, _recipe.Context);
        var regions = F.Cat([ha, hb]);
        var context = chosen.Length == 0 ? regions : F.Cat([Tokens(maps[1], chosen), Tokens(maps[0], chosen)]);
        var places = F.Cat([a.Places(slices, height, width), b.Places(slices, height, width)]);
        var z = _network.Head.Forward(regions, context, ContextSlices.Places(chosen, height, width).To(_scene.Device), places).Normalize().Chunk(2);
        return (RegionLoss.Directed(z[0].Contiguous(), hb.Normalize(), matchA, _recipe.LocalTemperature, a.Valid, b.Valid)
            + RegionLoss.Directed(z[1].Contiguous(), ha.Normalize(), matchB, _recipe.LocalTemperature, b.Valid, a.Valid)) / 2;
    }

    // Some slices of a map as positions, [B, M, C].
    private static Tensor Tokens(Tensor map, long[] slices) => map.IndexSelect(2, Tensor.From(slices).To(map.Device)).Flatten(2).Transpose(1, 2);

    private (ViewRegions A, ViewRegions B) RegionsOf(ShardViews views, ViewGroup group, int slices)
    {
        var sets = new[] { new RegionSet[group.Samples], new RegionSet[group.Samples] };
        var chosen = new[] { new long[group.Samples], new long[group.Samples] };
        for (var sample = 0; sample < group.Samples; sample++)
        {
            var seen = views.SampleOf(sample);
            var (first, second) = SliceChoice.Of(_recipe.Sampling, seen.Plans[0], seen.Plans[1], slices, Chance(seen, 0));
            (chosen[0][sample], chosen[1][sample]) = (first, second);
            for (var view = 0; view < 2; view++)
            {
                var frame = SliceChoice.FrameOf((int)chosen[view][sample], slices, group.Frames);
                sets[view][sample] = _finder.Find(seen.Plans[view], seen.Clip, group.Of(view, sample), frame, Chance(seen, 1 + view));
            }
        }

        return (new ViewRegions(sets[0], chosen[0], _scene.Device), new ViewRegions(sets[1], chosen[1], _scene.Device));
    }

    private KeyedRandom Chance(SampleViews seen, int part) => KeyedRandom.For(_scene.Recipe.Seed, Purpose.Regions, seen.Draw.Epoch, seen.Draw.Sample, part);
}
