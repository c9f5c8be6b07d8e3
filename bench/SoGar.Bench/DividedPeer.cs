using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using SoGar.Compute.Checkpoints;
using SoGar.Protocol.Recipes;

namespace SoGar.Bench;

/// <summary>Runs <c>bench/peers/divided_vit.py</c>, the same network written independently in PyTorch, on the same weights and clips.</summary>
internal static class DividedPeer
{
    internal const string Python = "/usr/bin/python3";

    /// <summary>Why the peer cannot run here, or null.</summary>
    public static string? Missing()
    {
        if (!File.Exists(Python))
            return $"{Python} is not there";
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import torch, numpy"]) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : "python3-torch is not installed: apt-get install python3-torch";
    }

    /// <summary>Forward and backward, <paramref name="repeats"/> times.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message is what it wrote.</exception>
    public static PeerRun Run(DividedCase our, int threads, int repeats, bool bf16)
    {
        var folder = Directory.CreateTempSubdirectory("sogar-peer");
        try
        {
            var (input, output) = (Path.Combine(folder.FullName, "in.safetensors"), Path.Combine(folder.FullName, "out.safetensors"));
            using (var file = File.Create(input)) StateFile.Write(file, [.. TensorsOf(our)]);
            string[] arguments =
            [
                Script("divided_vit.py"), "--input", input, "--output", output, "--heads", $"{our.Recipe.Heads}", "--threads", $"{threads}", "--repeats", $"{repeats + 1}",
                "--order", our.Recipe.BlockOrder == BlockOrder.SpaceTime ? "space_time" : "time_space", .. bf16 ? (string[])["--bf16"] : [],
            ];
            using var answer = JsonDocument.Parse(Answer(arguments));
            using var result = SafetensorsFile.Open(output);
            return new PeerRun(
                result.Entries.ToImmutableDictionary(entry => entry.Name, entry => result.ReadFloats(entry.Name)),
                new Timing(Numbers(answer, "wall_ms"), Numbers(answer, "cpu_ms")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<StateTensor> TensorsOf(DividedCase our)
    {
        foreach (var slot in our.Parameters.Layout.Slots) yield return new StateTensor(slot.Name, slot.Shape, our.Values.Of(slot));
        yield return new StateTensor("input.clips", [.. our.Clips.Shape], our.Clips.ToArray<float>());
        yield return new StateTensor("input.direction", [.. our.Direction.Shape], our.Direction.ToArray<float>());
    }

    /// <summary>What a script of the system's Python prints.</summary>
    /// <exception cref="InvalidOperationException">The script failed; the message is what it wrote.</exception>
    internal static string Answer(params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_WAIT_POLICY"] = "passive";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? answer : throw new InvalidOperationException($"the peer failed: {errors.Result}");
    }

    // The first repeat warms up, as ours does.
    private static double[] Numbers(JsonDocument answer, string name) =>
        [.. answer.RootElement.GetProperty(name).EnumerateArray().Skip(1).Select(number => number.GetDouble())];

    /// <summary>Where a script of <c>bench/peers</c> is.</summary>
    internal static string Script(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (Path.Combine(folder.FullName, "bench", "peers", name) is var path && File.Exists(path))
                return path;
        throw new FileNotFoundException($"no folder above {AppContext.BaseDirectory} has bench/peers/{name}");
    }
}

/// <summary>What the peer computed and how long it took.</summary>
internal sealed record PeerRun(ImmutableDictionary<string, float[]> Tensors, Timing Timing)
{
    /// <summary>Greatest difference of our embeddings, over the greatest of the peer's.</summary>
    public double EmbeddingError(ReadOnlySpan<float> ours) => Relative(Tensors["embedding"], ours);

    /// <summary>The parameter whose gradient differs most, and by how much of the tensor's greatest gradient.</summary>
    public (string Name, double Error) WorstGradient(DividedCase our)
    {
        var worst = ("", 0.0);
        foreach (var slot in our.Parameters.Layout.Slots)
        {
            if (!Tensors.TryGetValue($"gradient.{slot.Name}", out var theirs))
                continue;
            var error = Relative(theirs, slot.In(our.Gradients.Floats));
            if (!(error <= worst.Item2)) worst = (slot.Name, error);
        }

        return worst;
    }

    private static double Relative(ReadOnlySpan<float> theirs, ReadOnlySpan<float> ours)
    {
        var (difference, greatest) = (0.0, 0.0);
        for (var i = 0; i < theirs.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs((double)theirs[i] - ours[i]));
            greatest = Math.Max(greatest, Math.Abs((double)theirs[i]));
        }

        return greatest > 0 ? difference / greatest : difference;
    }
}
