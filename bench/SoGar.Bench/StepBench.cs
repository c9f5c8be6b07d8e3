using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Bench;

/// <summary><c>step</c>: forward and backward of a backbone against the PyTorch peer, both measured in turns within this run.</summary>
internal static class StepBench
{
    public static void Run(Options options)
    {
        var sized = Sized(options.Text("model", "s"));
        var recipe = sized with
        {
            DropPath = 0,
            // The tables fit the clips: the peer resizes none.
            Grid = options.Number("size", 224) / sized.Patch,
            Frames = options.Number("frames", 8),
            BlockOrder = options.Text("order", "space_time") == "space_time" ? BlockOrder.SpaceTime : BlockOrder.TimeSpace,
        };
        var (clips, frames, size) = (options.Number("clips", 1), options.Number("frames", 8), options.Number("size", 224));
        var (threads, repeats, rounds) = (options.Number("threads", 1), options.Number("repeats", 3), options.Number("rounds", 2));
        options.RequireAllRead();
        if (DividedPeer.Missing() is { } missing)
            throw new InvalidOperationException(missing);

        TorchThreads.Set(threads);
        using var ours = new DividedCase(recipe, clips, frames, size);
        Console.WriteLine(
            $"divided ViT, width {recipe.Width}, depth {recipe.Depth}, {recipe.BlockOrder}, {clips} x {frames} x {size}^2, {threads} thread(s), forward + " +
            "backward");
        var fp32 = Compare(ours, threads, repeats, rounds, bf16: false);
        var bf16 = Compare(ours, threads, repeats, rounds, bf16: true);
        Console.WriteLine($"bf16 is {fp32.BestCpu / bf16.BestCpu:0.00} times as fast as fp32 (by cpu time)");
    }

    private static ModelRecipe Sized(string name) => name switch
    {
        "ti" => new ModelRecipe { Width = 192, Heads = 3 },
        "s" => new ModelRecipe { Width = 384, Heads = 6 },
        "b" => new ModelRecipe { Width = 768, Heads = 12 },
        "demo" => new ModelRecipe { Depth = 2, Width = 128, Heads = 4, Patch = 8, Grid = 4 },
        _ => throw new ArgumentException($"--model {name} is not known; there are ti, s, b and demo"),
    };

    private static Timing Compare(DividedCase ours, int threads, int repeats, int rounds, bool bf16)
    {
        var precision = bf16 ? Compute.Torch.Precision.BFloat16 : Compute.Torch.Precision.Float32;
        var name = bf16 ? "bf16" : "fp32";
        Timing our = new([], []), their = new([], []);
        for (var round = 0; round < rounds; round++)
        {
            our += Timing.Of(repeats, () => ours.Run(precision));
            var peer = DividedPeer.Run(ours, threads, repeats, bf16);
            their += peer.Timing;
            if (round > 0)
                continue;
            var (worst, error) = peer.WorstGradient(ours);
            Console.WriteLine(
                $"{name}: embeddings differ by {peer.EmbeddingError(ours.Run(precision)):0.0e0}, gradients by at most {error:0.0e0} ({worst}), relative " +
                "to the greatest element");
        }

        Console.WriteLine($"{name}: ours {our}; peer {their}; ratio {our.BestCpu / their.BestCpu:0.000} by cpu, {our.BestWall / their.BestWall:0.000} by wall");
        return our;
    }
}
