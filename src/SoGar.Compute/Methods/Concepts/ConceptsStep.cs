using SoGar.Compute.Objectives.Concepts;
using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Concepts;

// B samples of a shard, K concepts, C width. Rows of one kind of view: those of the first clip, then those of the second.

/// <summary>The loss of concepts on one shard (methods.md, C.3 to C.6).</summary>
internal sealed class ConceptsStep : IShardStep
{
    private const double EntropyTemperature = 0.1;

    private readonly ConceptsMethod _method;
    private readonly StepScene _scene;
    private readonly ConceptsRecipe _recipe;
    private readonly ConceptsNetwork _network;
    private readonly LocalContrast _local;

    public ConceptsStep(ConceptsMethod method, StepScene scene)
    {
        (_method, _scene, _recipe) = (method, scene, scene.Recipe.Concepts);
        _network = scene.Student(scope => new ConceptsNetwork(scope, scene.Recipe));
        _local = new LocalContrast(_recipe);
    }

    public void Compute(ShardViews views, ShardContribution contribution)
    {
        var step = views.Key.Step;
        var clips = _scene.Clips(views.Groups.Single(group => group.Frames > 1));
        var stills = _scene.Clips(views.Groups.Single(group => group.Frames == 1)).Expand(-1, -1, clips.Size(2), -1, -1);
        var forward = _scene.Autocast();                                    // the backbone alone: the heads are small, and targets are sharp
        var maps = _network.Backbone.ClipMap(F.Cat([clips, stills, FrameDifferences.Of(clips, _recipe.DifferenceWrap, _recipe.DifferenceScaled)]))
            .To(DType.Float32).Chunk(3);
        forward.Dispose();
        var (video, fixedViews, moving) = (_network.Video(maps[0]), _network.Static(maps[1]), _network.Dynamic(maps[2]));
        var (videoStatic, videoDynamic) = (video.Codes.Narrow(1, 0, _recipe.Static), video.Codes.Narrow(1, _recipe.Static, _recipe.Dynamic));
        var local = step >= _method.LocalFrom && _recipe.LocalWeight > 0 ? Local(video, fixedViews, moving) : _scene.Zero();
        var fidelity = Fidelity(video) + Fidelity(fixedViews) + Fidelity(moving);
        var instance = _recipe.InstanceWeight > 0 ? Instance(video.Instance, fixedViews.Instance, moving.Instance) : _scene.Zero();
        var alignment =
            Align(fixedViews.Codes, Queued(_method.StaticCodes, step), videoStatic, Queued(_method.VideoCodes, step)?.Narrow(1, 0, _recipe.Static))
            + Align(
                moving.Codes, Queued(_method.DynamicCodes, step), videoDynamic, Queued(_method.VideoCodes, step)?.Narrow(1, _recipe.Static, _recipe.Dynamic));
        var diversity = Diversity(video, fixedViews, moving);
        var loss = alignment + _recipe.LocalWeight * local + _recipe.FidelityWeight * fidelity + _recipe.DiversityWeight * diversity
            + _recipe.InstanceWeight * instance;
        loss.Backward();

        Keep(_method.StaticCodes, fixedViews.Codes, views, contribution);
        Keep(_method.DynamicCodes, moving.Codes, views, contribution);
        Keep(_method.VideoCodes, video.Codes, views, contribution);
        contribution.Loss(loss.Item<float>());
        contribution.Read(ConceptsMethod.Alignment, alignment.Item<float>());
        contribution.Read(ConceptsMethod.Local, local.Item<float>());
        contribution.Read(ConceptsMethod.Fidelity, fidelity.Item<float>());
        contribution.Read(ConceptsMethod.Diversity, diversity.Item<float>());
        contribution.Read(ConceptsMethod.Instance, instance.Item<float>());
    }

    public void Dispose()
    {
        // The scene frees the network.
    }

    private Tensor? Queued(KeyQueue queue, long step) => _recipe.Queue > 0 && step >= _method.QueueFrom ? queue.At(_scene, step) : null;

    private void Keep(KeyQueue queue, Tensor codes, ShardViews views, ShardContribution contribution)
    {
        if (_recipe.Queue > 0) codes.Detach().CopyTo(contribution.Rows(queue.Keys.Name, views.Key.Shard));
    }

    // One kind of concept: codes of its own views and the part of the video's codes that speaks of it.
    private Tensor Align(Tensor own, Tensor? ownQueue, Tensor shared, Tensor? sharedQueue)
    {
        var (own1, own2) = (Targeted(own, 0, ownQueue), Targeted(own, 1, ownQueue));
        var (shared1, shared2) = (Targeted(shared, 0, sharedQueue), Targeted(shared, 1, sharedQueue));
        return _recipe.AlignPairs == AlignPairs.All
            ? ConceptCodes.AlignAll([shared1, shared2, own1, own2], _recipe.Temperature)
            : (ConceptCodes.Align(own2.Target, own2.Codes, shared1.Target, shared1.Codes, _recipe.Temperature)
                + ConceptCodes.Align(own1.Target, own1.Codes, shared2.Target, shared2.Codes, _recipe.Temperature)) / 2;
    }

    private (Tensor Target, Tensor Codes) Targeted(Tensor codes, int clip, Tensor? queue)
    {
        var rows = ConceptsView.OfClip(codes, clip);
        return (SinkhornTargets.Of(rows, _recipe.SinkhornEpsilon, _recipe.SinkhornIterations, queue), rows);
    }

    private Tensor Fidelity(ConceptsView view)
    {
        var distance = CodeRegularisers.Fidelity(_recipe.Fidelity, view.Decoded, view.Feature);
        return _recipe.Fidelity == FidelityForm.L2 ? distance / (double)view.Feature.Size(1) : distance;
    }

    private Tensor Diversity(ConceptsView video, ConceptsView fixedViews, ConceptsView moving)
    {
        if (_recipe.Diversity == DiversityForm.L1)
            return CodeRegularisers.L1(fixedViews.Codes) + CodeRegularisers.L1(moving.Codes) + CodeRegularisers.L1(video.Codes);
        var (irrelevantStatic, irrelevantDynamic) =
            (ConceptCodes.Of(fixedViews.Prototypes, moving.Projected), ConceptCodes.Of(moving.Prototypes, fixedViews.Projected));
        return CodeRegularisers.NegativeEntropy(irrelevantStatic, EntropyTemperature) + CodeRegularisers.NegativeEntropy(irrelevantDynamic, EntropyTemperature);
    }

    private Tensor Local(ConceptsView video, ConceptsView fixedViews, ConceptsView moving)
    {
        var (staticPrototypes, dynamicPrototypes) =
            (_network.VideoPrototypes.Narrow(0, 0, _recipe.Static), _network.VideoPrototypes.Narrow(0, _recipe.Static, _recipe.Dynamic));
        var (videoStatic, videoDynamic) = (_network.Find(staticPrototypes, video), _network.Find(dynamicPrototypes, video));
        var (stills, moves) = (_network.Find(fixedViews.Prototypes, fixedViews), _network.Find(moving.Prototypes, moving));
        var (codesStatic, codesDynamic) = (video.Codes.Narrow(1, 0, _recipe.Static), video.Codes.Narrow(1, _recipe.Static, _recipe.Dynamic));
        return _recipe.LocalPairs == LocalPairs.SameKind
            ? SameKind(videoStatic, codesStatic) + SameKind(videoDynamic, codesDynamic) + SameKind(stills, fixedViews.Codes) + SameKind(moves, moving.Codes)
            : Across(stills, fixedViews.Codes, videoStatic, codesStatic) + Across(moves, moving.Codes, videoDynamic, codesDynamic);
    }

    // A kind's view of one clip with the video of the other, both ways round, averaged.
    private Tensor Across(Tensor found, Tensor codes, Tensor inVideo, Tensor videoCodes) =>
        (Contrast(found, codes, 1, inVideo, videoCodes, 0) + Contrast(found, codes, 0, inVideo, videoCodes, 1)) / 2;

    private Tensor SameKind(Tensor found, Tensor codes) => Contrast(found, codes, 0, found, codes, 1);

    private Tensor Contrast(Tensor a, Tensor aCodes, int aClip, Tensor b, Tensor bCodes, int bClip) => _local.Of(
        ConceptsView.OfClip(a, aClip), ConceptsView.OfClip(b, bClip),
        _local.Valid(ConceptsView.OfClip(aCodes, aClip), ConceptsView.OfClip(bCodes, bClip)));

    private Tensor Instance(Tensor video, Tensor fixedViews, Tensor moving) => Found(video, video) + Between(video, fixedViews) + Between(video, moving);

    // Keys are detached, so each kind has its turn as the query: else the heads of still and moving views would never learn.
    private Tensor Between(Tensor video, Tensor other) => (Found(video, other) + Found(other, video)) / 2;

    // The query of one clip finds the other clip's view among the shard's, both ways round, averaged.
    private Tensor Found(Tensor query, Tensor key) =>
        (InfoNce.AgainstBatch(ConceptsView.OfClip(query, 0), ConceptsView.OfClip(key, 1), _recipe.InstanceTemperature).Mean()
            + InfoNce.AgainstBatch(ConceptsView.OfClip(query, 1), ConceptsView.OfClip(key, 0), _recipe.InstanceTemperature).Mean()) / 2;
}
