namespace SoGar.Host.Doctor;

/// <summary>How one thing stands.</summary>
internal enum Health
{
    Good,

    /// <summary>Works, but something is slow or left out.</summary>
    Fair,

    /// <summary>Needed and not there.</summary>
    Missing,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Subject">What.</param>
/// <param name="Health">How it stands.</param>
/// <param name="Found">What was found.</param>
/// <param name="Advice">What to do about it; empty where nothing needs doing.</param>
internal sealed record Finding(string Subject, Health Health, string Found, string Advice = "");

/// <summary>Judges what was found on a machine. Pure.</summary>
internal static class Diagnosis
{
    private const long Gib = 1L << 30;

    public static IReadOnlyList<Finding> Of(MachineFacts facts) =>
    [
        new(".NET runtime", Health.Good, facts.Runtime),
        Sdk(facts.Sdk),
        Processor(facts),
        Memory(facts),
        Disk(facts.FreeDiskBytes),
        Library("libtorch", facts.Torch, "apt-get install libtorch-dev, then ./sogar builds its part again"),
        Blas(facts),
        Gpu(facts.Gpus),
        Library(
            "FFmpeg libraries",
            facts.Media,
            "apt-get install libavformat-dev libavcodec-dev libavutil-dev libswscale-dev, then ./sogar builds its part again"),
        facts.Ffmpeg is { } version
            ? new("ffmpeg", Health.Good, version)
            : new("ffmpeg", Health.Missing, "not there", "apt-get install ffmpeg; it makes the synthetic videos"),
    ];

    private static Finding Sdk(string? version) => version is null
        ? new(".NET SDK", Health.Fair, "not there", "only building needs it: https://dotnet.microsoft.com/download/dotnet/10.0")
        : new(".NET SDK", Health.Good, version);

    private static Finding Processor(MachineFacts facts)
    {
        var cores = facts.Cores == 1 ? "1 core" : $"{facts.Cores} cores";
        var found = string.Join(", ", (string[])[facts.Processor, cores, .. facts.Instructions]);
        return facts.Instructions.Contains("AVX2") || facts.Instructions.Contains("NEON")
            ? new("processor", Health.Good, found)
            : new("processor", Health.Fair, found, "works, but several times slower than one with AVX2");
    }

    private static Finding Memory(MachineFacts facts)
    {
        var found = $"{Size(facts.MemoryBytes)}, {Size(facts.FreeMemoryBytes)} free";
        return facts.FreeMemoryBytes >= 4 * Gib
            ? new("memory", Health.Good, found)
            : new("memory", Health.Fair, found, "the demo takes 3 GiB; end other programs, or set data.cache-bytes lower");
    }

    private static Finding Disk(long freeBytes) => freeBytes >= 5 * Gib
        ? new("disk", Health.Good, $"{Size(freeBytes)} free here")
        : new(
            "disk",
            Health.Fair,
            $"{Size(freeBytes)} free here",
            "checkpoints of a large model take 2 GiB each; free some, or use --runs on another disk");

    private static Finding Gpu(int? count) => count switch
    {
        null => new(
            "GPU",
            Health.Fair,
            "none: libtorch was built without CUDA",
            "small recipes train on the CPU; for a GPU set SOGAR_TORCH to the torch folder of a CUDA build of PyTorch"),
        0 => new("GPU", Health.Fair, "none that libtorch finds", "small recipes train on the CPU; for a GPU see whether nvidia-smi lists one"),
        _ => new("GPU", Health.Good, $"{count} that libtorch can use"),
    };

    private static Finding Library(string subject, LibraryFacts library, string advice) => library.Version is { } version
        ? new(subject, Health.Good, version)
        : new(subject, Health.Missing, "cannot be used", library.Flaw ?? advice);

    private static Finding Blas(MachineFacts facts) => (facts.Torch.Version, facts.BlasFolder) switch
    {
        (null, _) => new("BLAS", Health.Fair, "unknown without libtorch"),
        (_, { } folder) => new("BLAS", Health.Good, folder),
        _ => new(
            "BLAS",
            Health.Fair,
            "libtorch's own or the system's",
            "with Debian's libtorch: apt-get install libopenblas0-openmp; others may be 20 times slower"),
    };

    private static string Size(long bytes) => $"{bytes / (double)Gib:0.0} GiB";
}
