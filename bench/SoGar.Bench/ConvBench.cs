using System.Globalization;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Bench;

/// <summary><c>conv</c>: forward and backward of a convolutional backbone against bench/peers/conv_backbones.py, in turns within this run.</summary>
internal static class ConvBench
{
    public static void Run(Options options)
    {
        var name = options.Text("model", "r2plus1d");
        if (!Enum.TryParse<Backbone>(name, ignoreCase: true, out var backbone) || backbone == Backbone.Vit)
            throw new ArgumentException($"--model {name} is not known; there are r2plus1d, r3d, s3d, r3d50 and r3d50y");
        var (clips, frames, size) = (options.Number("clips", 1), options.Number("frames", 16), options.Number("size", 112));
        var (threads, repeats, rounds) = (options.Number("threads", 1), options.Number("repeats", 2), options.Number("rounds", 2));
        options.RequireAllRead();

        TorchThreads.Set(threads);
        using var ours = new Case(backbone, clips, frames, size);
        Console.WriteLine($"{name}, {clips} x {frames} x {size}^2, {threads} thread(s), forward + backward");
        foreach (var precision in new[] { Compute.Torch.Precision.Float32, Compute.Torch.Precision.BFloat16 })
        {
            var word = precision == Compute.Torch.Precision.BFloat16 ? "bf16" : "fp32";
            Timing our = new([], []), their = new([], []);
            for (var round = 0; round < rounds; round++)
            {
                our += Timing.Of(repeats, () => ours.Run(precision));
                their += Peer(name, threads, word, clips, frames, size, repeats);
            }

            Console.WriteLine(
                $"{word}: ours {our}; PyTorch {their}; ratio {our.BestCpu / their.BestCpu:0.00} by cpu, {our.BestWall / their.BestWall:0.00} by the clock");
        }
    }

    private static Timing Peer(string name, int threads, string precision, int clips, int frames, int size, int repeats)
    {
        var answer = DividedPeer.Answer(
            DividedPeer.Script("conv_backbones.py"), "time", name, $"{threads}", precision, $"{clips}", $"{frames}", $"{size}", $"{repeats + 1}");
        // The first repeat warms up, as ours does.
        var lines = answer.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(line => line.Split(' ').Select(number => 1000 * double.Parse(number, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        return new Timing([.. lines.Select(line => line[0])], [.. lines.Select(line => line[1])]);
    }

    private sealed class Case : IDisposable
    {
        private readonly IBackbone _network;
        private readonly FlatBuffer _values;
        private readonly FlatBuffer _gradients;
        private readonly FlatBuffer _clips;
        private readonly NetworkParameters _parameters;
        private readonly long[] _shape;

        public Case(Backbone backbone, int clips, int frames, int size)
        {
            var scope = new ModuleScope();
            var model = new ModelRecipe { Backbone = backbone };
            // One branch of the variant is computed for clips; the peer computes the same.
            _network = Backbones.Build(scope, model);
            var layout = NetworkParameters.LayoutOf(scope);
            (_values, _gradients) = (new FlatBuffer(layout.Length), new FlatBuffer(layout.Length));
            Initialisation.Fill(layout, _values.Floats, model, seed: 1);
            _parameters = new NetworkParameters(scope, _values, _gradients);
            _shape = [clips, 3, frames, size, size];
            _clips = new FlatBuffer(FlatBuffer.Padded(3 * clips * frames * size * size));
            var random = KeyedRandom.For(1, Purpose.Test);
            foreach (ref var value in _clips.Floats) value = (float)random.Normal();
        }

        public void Run(Compute.Torch.Precision precision)
        {
            using var scope = TensorScope.Open();
            _gradients.Floats.Clear();
            var casting = Autocast.Enable(precision);
            var loss = _network.Forward(Tensor.FromBlob(_clips.Address, DType.Float32, _shape)).Square().Mean();
            casting.Dispose();
            loss.Backward();
        }

        public void Dispose()
        {
            _parameters.Dispose();
            _values.Dispose();
            _gradients.Dispose();
            _clips.Dispose();
        }
    }
}
