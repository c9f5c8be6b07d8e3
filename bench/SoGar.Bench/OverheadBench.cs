using System.Diagnostics;
using System.Text.Json;
using SoGar.Compute.Torch;

namespace SoGar.Bench;

/// <summary>
/// <c>overhead</c>: what one call of libtorch costs on tensors so small that the call is all there is, beside the same call from Python.
/// </summary>
internal static class OverheadBench
{
    private const int Rounds = 60;

    public static void Run(Options options)
    {
        options.RequireAllRead();
        TorchThreads.Set(1);
        using var scope = TensorScope.Open();
        Tensor one = Tensor.Ones([1]), other = Tensor.Ones([1]), x = Tensor.Ones([4, 8]);
        Tensor weight = Tensor.Ones([8, 8]), bias = Tensor.Ones([8]);
        weight.RequiresGrad = bias.RequiresGrad = true;

        var ours = new Dictionary<string, double>
        {
            ["add, one element"] = Best(2000, () => (one + other).Dispose()),
            ["add in place"] = Best(2000, () => one.AddInPlace(other)),
            ["reshape"] = Best(2000, () => x.Reshape(8, 4).Dispose()),
            ["linear with a graph"] = Best(1000, () => F.Linear(x, weight, bias).Dispose()),
            ["linear, sum, backward"] = Best(200, () =>
            {
                using var step = TensorScope.Open();
                F.Linear(x, weight, bias).Sum().Backward();
            }),
        };

        var python = JsonSerializer.Deserialize<Dictionary<string, double>>(DividedPeer.Answer(DividedPeer.Script("op_overhead.py")))!;
        Console.WriteLine($"{"ns of wall time a call",-24} {"C#",8} {"Python",8} {"ratio",6}   best of {Rounds}");
        foreach (var (name, ns) in ours)
            Console.WriteLine($"{name,-24} {ns,8:0} {python[name],8:0} {ns / python[name],6:0.00}");
    }

    private static double Best(int count, Action call)
    {
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
                call();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / count);
        }

        return best;
    }
}
