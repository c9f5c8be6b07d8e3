namespace SoGar.Host.Doctor;

/// <summary>What was found on a machine. Null stands for what is not there.</summary>
internal sealed record MachineFacts
{
    /// <summary>Version of the .NET runtime at work.</summary>
    public required string Runtime { get; init; }

    /// <summary>Version of the .NET SDK, which building needs.</summary>
    public string? Sdk { get; init; }

    public required string Processor { get; init; }

    /// <summary>Logical processors that this process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Instruction sets that matter to speed, such as <c>AVX2</c>.</summary>
    public required IReadOnlyList<string> Instructions { get; init; }

    public required long MemoryBytes { get; init; }

    public required long FreeMemoryBytes { get; init; }

    /// <summary>Free on the disk of the working directory.</summary>
    public required long FreeDiskBytes { get; init; }

    /// <summary>The library over libtorch, or why it cannot be used.</summary>
    public required LibraryFacts Torch { get; init; }

    /// <summary>Folder of the OpenBLAS that libtorch was given.</summary>
    public string? BlasFolder { get; init; }

    /// <summary>GPUs that libtorch can use; null where it was built without CUDA, or is not there.</summary>
    public int? Gpus { get; init; }

    /// <summary>The library over FFmpeg's libraries, or why it cannot be used.</summary>
    public required LibraryFacts Media { get; init; }

    /// <summary>Version of the ffmpeg program, which makes synthetic videos.</summary>
    public string? Ffmpeg { get; init; }
}

/// <summary>A native library.</summary>
/// <param name="Version">Of what it stands over; null when it cannot be used.</param>
/// <param name="Flaw">Why it cannot be used.</param>
internal sealed record LibraryFacts(string? Version, string? Flaw);
