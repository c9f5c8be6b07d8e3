using SoGar.Bench;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Objectives.Concepts;
using SoGar.Compute.Objectives.Contrast;
using SoGar.Compute.Objectives.Hierarchy;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Objectives;

/// <summary>Losses and gradients in float32 against bench/peers/method_losses.py, on random inputs.</summary>
public sealed class LossPeerTests(LossPeerTests.Peer peer) : IClassFixture<LossPeerTests.Peer>
{
    // The bound that methods are to meet in float32.
    private const double Bound = 1e-4;
    private static readonly ConceptsRecipe Five = new() { LocalTop = 5 };

    public static TheoryData<string> Names => [.. Cases.Keys];

    private static readonly Dictionary<string, LossCase> Cases = new()
    {
        ["alignment"] = new(Alignment, ("ps", [7, 16]), ("pd", [5, 16]), ("s", [6, 16]), ("d", [6, 16]), ("v", [6, 16]), ("queue", [9, 7])),
        ["align_all"] = new(AlignAll, ("a", [6, 7]), ("b", [6, 7]), ("c", [6, 7]), ("d", [6, 7])),
        ["regularisers"] = new(Regularisers, ("codes", [6, 7]), ("decoded", [6, 16]), ("feature", [6, 16])),
        ["attention_slot"] = new(i => (ConceptAttention.Slot(i("query"), i("tokens"), i("values"), 0.25) * i("direction")).Sum(), Attention),
        ["attention_plain"] = new(i => (ConceptAttention.Plain(i("query"), i("tokens"), i("values"), 0.25) * i("direction")).Sum(), Attention),
        ["local_official"] = Local(LocalNorm.Official),
        ["local_pooled"] = Local(LocalNorm.Pooled),
        ["local_seed"] = Local(LocalNorm.Seed),
        ["both_views"] = new(i => InfoNce.Symmetric(i("a").Normalize(), i("b").Normalize(), 0.1), ("a", [6, 16]), ("b", [6, 16])),
        ["against_queue"] = new(
            i => InfoNce.AgainstQueue(i("query").Normalize(), i("key").Normalize(), i("queue").Normalize(), 0.07, i("own").Normalize()).Mean(),
            ("query", [6, 16]), ("key", [6, 16]), ("queue", [20, 16]), ("own", [6, 2, 16])),
        ["against_batch"] = new(i => InfoNce.AgainstBatch(i("query").Normalize(), i("key").Normalize(), 0.2).Mean(), ("query", [6, 16]), ("key", [6, 16])),
        ["regions"] = new(
            RegionContrast, ("fa", [3, 7, 5, 8]), ("fb", [3, 7, 5, 8]), ("za", [3, 4, 8]), ("zb", [3, 4, 8]),
            ("boxes_a", [3, 4, 4]), ("boxes_b", [3, 4, 4]), ("valid_a", [3, 4]), ("valid_b", [3, 4])),
        ["hierarchy"] = new(Hierarchy, [.. Levels]),
    };

    [Theory, MemberData(nameof(Names))]
    public void Loss_and_gradients_equal_PyTorchs(string name)
    {
        if (DividedPeer.Missing() is { } missing) Assert.Skip(missing);
        using var scope = TensorScope.Open();
        var leaves = Cases[name].Inputs.ToDictionary(input => input.Name, input =>
        {
            var leaf = Tensor.From(Input(name, input.Name, input.Shape), input.Shape);
            leaf.RequiresGrad = true;
            return leaf;
        });

        var loss = Cases[name].Of(input => leaves[input]);
        loss.Backward();

        Near(peer.Results[$"{name}/loss"], [loss.Item<float>()], "loss");
        var compared = 0;
        foreach (var (input, leaf) in leaves)
        {
            if (!peer.Results.TryGetValue($"{name}/gradient/{input}", out var theirs)) continue;
            Near(theirs, leaf.Grad?.ToArray<float>() ?? new float[theirs.Length], input);
            compared++;
        }

        Assert.True(compared > 0);
    }

    private static void Near(float[] theirs, float[] ours, string what)
    {
        var greatest = theirs.Max(Math.Abs);
        var difference = theirs.Zip(ours, (a, b) => Math.Abs((double)a - b)).Max();
        Assert.True(difference <= Bound * greatest, $"{what} differs by {difference / greatest:0.0e0}");
    }

    private static (string, long[])[] Attention => [("query", [5, 16]), ("tokens", [3, 8, 16]), ("values", [3, 8, 16]), ("direction", [3, 5, 16])];

    private static IEnumerable<(string, long[])> Levels =>
        from subtask in Enumerable.Range(0, 2)
        from level in Enumerable.Range(0, 3)
        from entry in new (string, long)[] { ("query", 6), ("key", 6), ("queue", 12) }
        select ($"{entry.Item1}{subtask}{level}", new[] { entry.Item2, 4 + 2L * level });

    private static Tensor Alignment(Func<string, Tensor> i)
    {
        var (s, d) = (ConceptCodes.Of(i("ps"), i("s")), ConceptCodes.Of(i("pd"), i("d")));
        var v = ConceptCodes.Of(F.Cat([i("ps"), i("pd")]), i("v"));
        var (vs, vd) = (v.Narrow(1, 0, 7), v.Narrow(1, 7, 5));
        return ConceptCodes.Align(SinkhornTargets.Of(s, 0.05, 3, i("queue")), s, SinkhornTargets.Of(vs, 0.05, 3), vs, 0.1)
            + ConceptCodes.Align(SinkhornTargets.Of(d, 0.05, 3), d, SinkhornTargets.Of(vd, 0.05, 3), vd, 0.1);
    }

    private static Tensor AlignAll(Func<string, Tensor> i) =>
        ConceptCodes.AlignAll([.. new[] { "a", "b", "c", "d" }.Select(name => (SinkhornTargets.Of(i(name), 0.05, 3), i(name)))], 0.1);

    private static Tensor Regularisers(Func<string, Tensor> i) =>
        CodeRegularisers.L1(i("codes")) + 2 * CodeRegularisers.NegativeEntropy(i("codes"), 0.1)
        + 3 * CodeRegularisers.Fidelity(FidelityForm.L2, i("decoded"), i("feature")) +
            4 * CodeRegularisers.Fidelity(FidelityForm.Cosine, i("decoded"), i("feature"));

    private static LossCase Local(LocalNorm norm)
    {
        var loss = new LocalContrast(Five with { LocalNorm = norm });
        return new(
            i => loss.Of(i("x"), i("y"), loss.Valid(i("codes_x"), i("codes_y"))),
            ("x", [6, 9, 4]), ("y", [6, 9, 4]), ("codes_x", [6, 9]), ("codes_y", [6, 9]));
    }

    private static Tensor RegionContrast(Func<string, Tensor> i)
    {
        var (ha, hb) = (Pooled(i("fa"), i("boxes_a")), Pooled(i("fb"), i("boxes_b")));
        var (va, vb) = (i("valid_a").Detach(), i("valid_b").Detach());
        return (RegionLoss.Directed(i("za").Normalize(), hb, RegionLoss.Match(ha, hb, vb), 0.2, va, vb)
            + RegionLoss.Directed(i("zb").Normalize(), ha, RegionLoss.Match(hb, ha, va), 0.2, vb, va)) / 2;
    }

    private static Tensor Pooled(Tensor map, Tensor boxes)
    {
        RegionBox[] regions = [.. boxes.Detach().ToArray<float>().Chunk(4).Select(edges => new RegionBox(edges[0], edges[1], edges[2], edges[3]))];
        return RegionAlign.Pool(map.View(3, 35, 8), regions, 4, 7).Normalize();
    }

    private static Tensor Hierarchy(Func<string, Tensor> i)
    {
        var total = Tensor.Scalar(0f);
        for (var subtask = 0; subtask < 2; subtask++)
        {
            var levels = Enumerable.Range(0, 3).Select(level =>
            {
                var (query, key) = (i($"query{subtask}{level}").Normalize(), i($"key{subtask}{level}").Normalize());
                var queue = i($"queue{subtask}{level}").Normalize();
                return (Loss: InfoNce.AgainstQueue(query, key, queue, 0.07).Mean(), Invariance: InvarianceWeights.Invariance(query, key).Item<double>());
            }).ToArray();
            var weights = InvarianceWeights.Of([.. levels.Select(level => level.Invariance)], new HdcRecipe());
            for (var level = 0; level < 3; level++) total += weights[level] / 6 * levels[level].Loss;
        }

        return total;
    }

    // Normal numbers, but for boxes and masks.
    private static float[] Input(string name, string input, long[] shape)
    {
        var random = KeyedRandom.For(11, Purpose.Test, name.Length, input[0], input[^1], shape[^1]);
        var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = input.StartsWith("boxes", StringComparison.Ordinal) ? (float)(at % 4 < 2 ? random.Uniform(0, 0.5) : random.Uniform(0.6, 0.999))
                : input.StartsWith("valid", StringComparison.Ordinal) ? at % 4 == 3 ? 0 : 1
                : (float)random.Normal();
        }

        return values;
    }

    /// <summary>A loss of named inputs; values are asked for by name.</summary>
    private sealed record LossCase(Func<Func<string, Tensor>, Tensor> Of, params (string Name, long[] Shape)[] Inputs);

    /// <summary>What the script computed, all cases in one call.</summary>
    public sealed class Peer
    {
        private readonly Lazy<IReadOnlyDictionary<string, float[]>> _results = new(Run);

        internal IReadOnlyDictionary<string, float[]> Results => _results.Value;

        private static IReadOnlyDictionary<string, float[]> Run()
        {
            var folder = Directory.CreateTempSubdirectory("sogar-peer");
            try
            {
                var (input, output) = (Path.Combine(folder.FullName, "in.safetensors"), Path.Combine(folder.FullName, "out.safetensors"));
                using (var file = File.Create(input))
                    StateFile.Write(file, [.. Cases.SelectMany(entry => entry.Value.Inputs.Select(tensor =>
                        new StateTensor($"{entry.Key}/{tensor.Name}", [.. tensor.Shape], Input(entry.Key, tensor.Name, tensor.Shape))))]);
                DividedPeer.Answer(DividedPeer.Script("method_losses.py"), "--input", input, "--output", output);
                using var result = SafetensorsFile.Open(output);
                return result.Entries.ToDictionary(entry => entry.Name, entry => result.ReadFloats(entry.Name));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }
}
