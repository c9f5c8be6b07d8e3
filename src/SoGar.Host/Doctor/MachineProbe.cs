using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using SoGar.Compute.Native;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Host.Hocon;

namespace SoGar.Host.Doctor;

/// <summary>Looks at this machine. Loads the native libraries, so it takes half a second.</summary>
internal static class MachineProbe
{
    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(10);

    public static MachineFacts Look()
    {
        var torch = Probe(() => TorchRuntime.Version);
        return new MachineFacts
        {
            Runtime = RuntimeInformation.FrameworkDescription,
            Sdk = FirstLineOf("dotnet", "--version"),
            Processor = ProcessorName(),
            Cores = Environment.ProcessorCount,
            Instructions = Instructions(),
            MemoryBytes = MemoryLine("MemTotal:"),
            FreeMemoryBytes = MemoryLine("MemAvailable:"),
            FreeDiskBytes = new DriveInfo(Directory.GetCurrentDirectory()).AvailableFreeSpace,
            Torch = torch,
            BlasFolder = torch.Version is null ? null : TorchRuntime.BlasFolder,
            Gpus = torch.Version is null ? null : TorchRuntime.CudaCount,
            Media = Probe(MediaVersion),
            Ffmpeg = FirstLineOf("ffmpeg", "-version")?.Split(' ') is [_, _, var version, ..] ? version : null,
        };
    }

    private static LibraryFacts Probe(Func<string> version)
    {
        try
        {
            return new LibraryFacts(version(), null);
        }
        catch (Exception missing) when (missing is NativeLibraryMissingException or DllNotFoundException or EntryPointNotFoundException)
        {
            return new LibraryFacts(null, missing.Message);
        }
    }

    private static string MediaVersion() => $"libavformat {MediaRuntime.LibavformatVersion}";

    private static List<string> Instructions()
    {
        var known = new (string Name, bool IsThere)[]
        {
            ("AVX2", Avx2.IsSupported),
            ("AVX-512", Avx512F.IsSupported),
            ("AVX-512-BF16", CpuFlags().Contains("avx512_bf16")),
            ("AMX-BF16", CpuFlags().Contains("amx_bf16")),
            ("NEON", AdvSimd.IsSupported),
        };
        return [.. known.Where(set => set.IsThere).Select(set => set.Name)];
    }

    private static HashSet<string> CpuFlags() => [.. CpuLine("flags").Split(' ')];

    private static string ProcessorName() =>
        CpuLine("model name") is { Length: > 0 } name ? name : $"{RuntimeInformation.ProcessArchitecture}";

    private static string CpuLine(string key) => Lines("/proc/cpuinfo")
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim())
        .FirstOrDefault("");

    private static long MemoryLine(string key) => Lines("/proc/meminfo")
        .Where(line => line.StartsWith(key, StringComparison.Ordinal))
        .Select(line => HoconUnits.Bytes(line[key.Length..].Replace("kB", "KiB", StringComparison.Ordinal)) ?? 0)
        .FirstOrDefault(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static IEnumerable<string> Lines(string file) => File.Exists(file) ? File.ReadLines(file) : [];

    private static string? FirstLineOf(string program, string argument)
    {
        try
        {
            var start = new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var process = Process.Start(start)!;
            var line = process.StandardOutput.ReadLine();
            return process.WaitForExit(ProgramPatience) && process.ExitCode == 0 ? line : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
