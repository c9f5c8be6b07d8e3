using System.Runtime.InteropServices;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Methods;
using SoGar.Compute.Training;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Compute.Tests.Methods;

/// <summary>Concepts, ConST-CL and HDC under the shard rule, with each of their options.</summary>
public sealed class ClipMethodTests : IDisposable
{
    private readonly ViewBuffers _buffers = new();

    public void Dispose() => _buffers.Dispose();

    public static TheoryData<Method> Methods => [Method.Concepts, Method.ConstCl, Method.Hdc];

    public static TheoryData<string> Options => [.. Variants.Keys];

    public static TheoryData<Method, string> Memories => new()
    {
        { Method.Concepts, "student.prototypes.video.weight" },
        { Method.Concepts, "optimizer.codes.static" },
        { Method.Concepts, "optimizer.codes.dynamic" },
        { Method.Concepts, "optimizer.codes.video" },
        { Method.Hdc, "optimizer.keys.spatial.layer2" },
        { Method.Hdc, "optimizer.keys.temporal.layer4" },
        { Method.Hdc, "optimizer.invariance" },
        { Method.Hdc, "teacher.backbone.layer1.0.conv1.0.0.weight" },
        { Method.Hdc, "teacher.spatial.layer3.2.bias" },
    };

    [Theory, MemberData(nameof(Methods))]
    public void One_two_and_three_trainers_end_with_the_same_digests(Method method)
    {
        var alone = Train(TinyClips.Of(method), trainers: 1);

        Assert.Equal(alone, Train(TinyClips.Of(method), trainers: 2));
        Assert.Equal(alone, Train(TinyClips.Of(method), trainers: 3));
    }

    [Theory, MemberData(nameof(Methods))]
    public void A_resumed_run_ends_like_an_unbroken_one(Method method)
    {
        var recipe = TinyClips.Of(method);

        Assert.Equal(Train(recipe, trainers: 2), Train(recipe, trainers: 1, resumedAt: 3));
    }

    [Theory, MemberData(nameof(Methods))]
    public void The_number_of_trainers_does_not_matter_in_bf16_either(Method method)
    {
        var recipe = TinyClips.Of(method) with { Precision = Precision.Bf16 };

        Assert.Equal(Train(recipe, trainers: 1), Train(recipe, trainers: 3));
    }

    [Theory, MemberData(nameof(Memories))]
    public void What_a_method_remembers_is_saved_compared_and_watched(Method method, string tensor)
    {
        var made = MethodShelf.Of(TinyClips.Of(method), Shards.Samples);
        using var run = new MethodRun(made, trainers: 1);
        for (var step = 0; step < 3; step++) run.Step(step, Views(made));
        var kept = All(run).Single(each => each.Name == tensor);
        var before = run.Digests;
        run.State.Seal();
        run.Teacher.Seal();

        Assert.Contains(kept.Values.ToArray(), value => value != 0);
        MemoryMarshal.AsMemory(kept.Values).Span[0] += 1;

        Assert.NotEqual(before, run.Digests);
        Assert.Equal(tensor, run.Student.FindDamage());
    }

    [Theory, MemberData(nameof(Memories))]
    public void What_a_method_remembers_decides_the_next_step(Method method, string tensor)
    {
        var made = MethodShelf.Of(TinyClips.Of(method), Shards.Samples);
        using var run = new MethodRun(made, trainers: 1);
        for (var step = 0; step < 3; step++) run.Step(step, Views(made));
        var state = All(run).ToDictionary(each => each.Name, each => each with { Values = each.Values.ToArray() });
        run.Step(3, Views(made));

        var other = state[tensor].Values.ToArray();
        for (var value = 0; value < other.Length; value++) other[value] = 0.5f * other[value] + 0.1f * (value % 3);
        using var changed = new MethodRun(made, trainers: 1);
        changed.Load(new Dictionary<string, StateTensor>(state) { [tensor] = state[tensor] with { Values = other } });
        changed.Step(3, Views(made));

        Assert.NotEqual(run.State.Values.Floats.ToArray(), changed.State.Values.Floats.ToArray());
    }

    [Theory, MemberData(nameof(Methods))]
    public void Every_weight_gets_a_gradient(Method method)
    {
        // At 16 pixels ConST-CL's map is a single place, whose code of row and column is nothing.
        var recipe = TinyClips.Of(method) with { Views = TinyClips.Cut(method == Method.ConstCl ? 64 : 16) };
        var made = MethodShelf.Of(recipe with { Concepts = recipe.Concepts with { InstanceWeight = 1, InstanceOutput = 8 } }, Shards.Samples);
        using var run = new MethodRun(made, trainers: 1);
        var weights = run.State.Layouts.Student.Slots.Where(slot => slot.Shape.Length > 1).ToList();

        // The local contrast of concepts begins with the third step.
        for (var step = 0; step < 4; step++)
        {
            run.Step(step, Views(made));
            var gradients = run.Student.LastContribution.ToArray();
            weights.RemoveAll(slot => slot.In(gradients.AsSpan()).ContainsAnyExcept(0f));
        }

        Assert.Equal([], weights.Select(slot => slot.Name));
    }

    [Theory, MemberData(nameof(Options))]
    public void Every_option_trains(string option)
    {
        var recipe = Variants[option];
        var method = MethodShelf.Of(recipe, Shards.Samples);
        using var run = new MethodRun(method, trainers: 1);
        var before = run.State.Values.Floats.ToArray();

        for (var step = 0; step < 3; step++)
        {
            var reading = run.Step(step, Views(method));

            Assert.True(double.IsFinite(reading.Loss));
            Assert.All(reading.Parts!, part => Assert.True(double.IsFinite(part.Value), part.Key));
        }

        Assert.NotEqual(before, run.State.Values.Floats.ToArray());
    }

    [Theory, MemberData(nameof(Methods))]
    public void Bf16_trains_too(Method method)
    {
        var recipe = TinyClips.Of(method) with { Precision = Precision.Bf16 };
        var made = MethodShelf.Of(recipe, Shards.Samples);
        using var run = new MethodRun(made, trainers: 1);

        Assert.True(double.IsFinite(run.Step(0, Views(made)).Loss));
    }

    [Theory, MemberData(nameof(Methods))]
    public void Views_depend_on_the_sample_and_its_epoch_alone(Method method)
    {
        var rule = MethodShelf.Of(TinyClips.Of(method), Shards.Samples).Views;
        var again = MethodShelf.Of(TinyClips.Of(method), Shards.Samples).Views;
        var slots = rule.Slots(0);

        var plans = rule.Plan(RuledShards.Clip, new(0, 7), slots);

        _ = again.Plan(RuledShards.Clip, new(0, 3), slots);
        Assert.Equal(plans.Select(Seen), again.Plan(RuledShards.Clip, new(0, 7), slots).Select(Seen));
        Assert.NotEqual(plans.Select(Seen), rule.Plan(RuledShards.Clip, new(1, 7), slots).Select(Seen));
        Assert.Equal(slots.Select(slot => slot.Frames), plans.Select(plan => plan.Frames.Length));
        Assert.All(plans, plan => Assert.All(plan.Frames, frame => Assert.InRange(frame, 0, RuledShards.Clip.FrameCount - 1)));

        static string Seen(ViewPlan plan) => $"{string.Join(' ', plan.Frames)} {plan.Crop}";
    }

    private static readonly Dictionary<string, Recipe> Variants = new()
    {
        ["concepts, all pairs"] = Concepts(c => c with { AlignPairs = AlignPairs.All }),
        ["concepts, cross entropy"] = Concepts(c => c with { Diversity = DiversityForm.CrossEntropy, DiversityWeight = 0.1 }),
        ["concepts, cosine fidelity"] = Concepts(c => c with { Fidelity = FidelityForm.Cosine }),
        ["concepts, plain attention"] = Concepts(c => c with { Attention = ConceptAttentionForm.Plain }),
        ["concepts, same kind"] = Concepts(c => c with { LocalPairs = LocalPairs.SameKind }),
        ["concepts, pooled norm"] = Concepts(c => c with { LocalNorm = LocalNorm.Pooled }),
        ["concepts, seed norm"] = Concepts(c => c with { LocalNorm = LocalNorm.Seed }),
        ["concepts, instances"] = Concepts(c => c with { InstanceWeight = 1, InstanceOutput = 8 }),
        ["concepts, no queue, no wrap"] = Concepts(c => c with { Queue = 0, DifferenceWrap = false }),
        ["concepts, no local contrast"] = Concepts(c => c with { LocalWeight = 0 }),
        ["const-cl, no context"] = ConstCl(c => c with { Context = 0 }),
        ["const-cl, context of one"] = ConstCl(c => c with { Context = 1 }),
        ["const-cl, added positions"] = ConstCl(c => c with { Position = ContextPosition.AddQkv }),
        ["const-cl, gelu"] = ConstCl(c => c with { Activation = HeadActivation.Gelu }),
        ["const-cl, no regions"] = ConstCl(c => c with { LocalWeight = 0 }),
        ["const-cl, slic"] = ConstCl(c => c with { Regions = RegionRule.Slic }),
        ["const-cl, fh"] = ConstCl(c => c with { Regions = RegionRule.Fh }),
        ["const-cl, boxes"] = ConstCl(c => c with { Regions = RegionRule.Boxes }),
        ["const-cl, random slice"] = ConstCl(c => c with { Sampling = SliceSampling.Random }),
        ["const-cl, nearest slice"] = ConstCl(c => c with { Sampling = SliceSampling.Nearest }),
        ["const-cl, one end"] = ConstCl(c => c) with { Model = TinyClips.Model(Backbone.R2plus1d) },
        ["hdc, joint"] = Hdc(h => h with { Decoupled = false }),
        ["hdc, shared query"] = Hdc(h => h with { SharedQuery = true }),
        ["hdc, no reordered negative"] = Hdc(h => h with { ReorderedNegative = false }),
        ["hdc, batch negatives"] = Hdc(h => h with { Negatives = NegativeSource.Batch }),
        ["hdc, uniform"] = Hdc(h => h with { Weights = LevelWeights.Uniform }),
        ["hdc, posterior"] = Hdc(h => h with { Weights = LevelWeights.Posterior }),
        ["hdc, learned"] = Hdc(h => h with { Weights = LevelWeights.Learned }),
        ["hdc, one level of r3d"] = Hdc(h => h with { Levels = ["layer4"] }) with { Model = TinyClips.Model(Backbone.R3d) },
        ["hdc, s3d"] = Hdc(h => h) with { Model = TinyClips.Model(Backbone.S3d), Views = TinyClips.Cut(32) },
    };

    private static Recipe Concepts(Func<ConceptsRecipe, ConceptsRecipe> change) =>
        TinyClips.Of(Method.Concepts) is var recipe ? recipe with { Concepts = change(recipe.Concepts) } : recipe;

    private static Recipe ConstCl(Func<ConstClRecipe, ConstClRecipe> change) =>
        TinyClips.Of(Method.ConstCl) is var recipe ? recipe with { ConstCl = change(recipe.ConstCl) } : recipe;

    private static Recipe Hdc(Func<HdcRecipe, HdcRecipe> change) =>
        TinyClips.Of(Method.Hdc) is var recipe ? recipe with { Hdc = change(recipe.Hdc) } : recipe;

    private static IEnumerable<StateTensor> All(MethodRun run) => run.State.StudentTensors.Concat(run.State.OptimizerTensors).Concat(run.Teacher.Tensors);

    private Func<long, int, ShardViews> Views(PretrainingMethod method) => (step, shard) => RuledShards.Of(method, step, shard, _buffers);

    private StateDigests Train(Recipe recipe, int trainers, int resumedAt = 0)
    {
        var method = MethodShelf.Of(recipe, Shards.Samples);
        var run = new MethodRun(method, resumedAt > 0 ? 2 : trainers);
        for (var step = 0; step < 5; step++)
        {
            if (step == resumedAt && step > 0)
            {
                var state = All(run).ToDictionary(tensor => tensor.Name);
                var next = new MethodRun(method, trainers);
                next.Load(state);
                run.Dispose();
                run = next;
            }

            run.Step(step, Views(method));
        }

        var digests = run.Digests;
        run.Dispose();
        return digests;
    }
}
