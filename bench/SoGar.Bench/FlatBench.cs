using System.Runtime.InteropServices;
using SoGar.Compute.Exchange;
using SoGar.Compute.Optim;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Bench;

/// <summary><c>flat</c>: the passes over whole states, in bytes of memory traffic a second, beside a plain copy.</summary>
internal static class FlatBench
{
    public static void Run(Options options)
    {
        var length = options.Number("floats", 30_548_352) / FlatBuffer.Lanes * FlatBuffer.Lanes;
        var repeats = options.Number("repeats", 7);
        options.RequireAllRead();
        var layout = new ParameterLayout([new ParameterDeclaration("all", [length], Decays: true)]);
        using FlatBuffer p = new(length), g = new(length), m = new(length), v = new(length);
        var random = KeyedRandom.For(0, Purpose.Test);
        foreach (ref var value in g.Floats) value = (float)(1e-3 * random.Normal());
        g.Floats.CopyTo(p.Floats);

        var measuring = new ExactAccumulator(BlockScales.Initial(length, 4, 3));
        measuring.Add(g.Floats);
        var scales = measuring.Scales.After(measuring.Observed);
        ExactAccumulator exact = new(scales), other = new(scales);
        other.Add(g.Floats);
        var free = new FreeAccumulator(length);

        Console.WriteLine($"{length:N0} floats ({length * 4.0 / 1e6:0.0} MB), one thread; GB/s of reads and writes, best of {repeats}");
        Report("copy", 2, () => g.Floats.CopyTo(v.Floats));
        Report(
            "AdamW with clipping", 8, () =>
                new ParameterUpdate(OptimizerRule.Adamw, layout)
                    .Apply(p.Floats, g.Floats, m.Floats, v.Floats, new OptimizerStep { Update = 1, LearningRate = 1e-3, WeightDecay = 0.1, ClipNorm = 3 }));
        Report("EMA", 3, () => Ema.Follow(m.Floats, p.Floats, 0.99));
        Report("exact add", 3, () =>
        {
            if (exact.ShardCount == scales.Shards) exact.Begin(scales);
            exact.Add(g.Floats);
        });
        Report("free add", 3, () => free.Add(g.Floats));
        var merged = new ExactAccumulator(scales);
        Report("exact clear + merge", 4, () =>
        {
            merged.Begin(scales);
            merged.Merge(other);
        });
        Report("exact to float", 2, () => merged.CopyTo(m.Floats));
        Report("fingerprint", 1, () => Fingerprint.Of(MemoryMarshal.AsBytes(g.Floats)));

        void Report(string name, int streams, Action work)
        {
            var timing = Timing.Of(repeats, work);
            Console.WriteLine($"{name,-20} {timing.BestCpu,8:0.00} ms  {streams * 4.0 * length / timing.BestCpu / 1e6,6:0.0} GB/s of cpu time");
        }
    }
}
