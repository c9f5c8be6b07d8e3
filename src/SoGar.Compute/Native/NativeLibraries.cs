using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SoGar.Compute.Exchange.Gloo;
using SoGar.Compute.Exchange.Nccl;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Native;

/// <summary>
/// Finds <c>libsogar_torch.so</c>, <c>libsogar_media.so</c> and <c>libsogar_exchange.so</c> at their first use: in the folder that <c>SOGAR_NATIVE</c> names,
/// else beside this assembly, else in <c>build/native</c> of the nearest folder above that has one.
/// </summary>
public static class NativeLibraries
{
    /// <summary>Name of the library over libtorch, as declarations give it.</summary>
    public const string Torch = "sogar_torch";

    /// <summary>Name of the library over libav, as declarations give it.</summary>
    public const string Media = "sogar_media";

    /// <summary>Name of the library over Gloo, as declarations give it.</summary>
    public const string Exchange = "sogar_exchange";

    /// <summary>Where the file of a library is, or null when it has not been built; nothing is loaded.</summary>
    /// <param name="library"><see cref="Torch"/>, <see cref="Media"/> or <see cref="Exchange"/>.</param>
    public static string? Find(string library) => Folders().Select(folder => Path.Combine(folder, $"lib{library}.so")).FirstOrDefault(File.Exists);

    // The resolver has to stand before the first call into the native side, wherever that call comes from.
#pragma warning disable CA2255
    [ModuleInitializer]
    internal static void Register() => NativeLibrary.SetDllImportResolver(typeof(NativeLibraries).Assembly, Resolve);
#pragma warning restore CA2255

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name is GpuLibraries.Nccl or GpuLibraries.Cuda)
            return GpuLibraries.Load(name);
        if (name is not (Torch or Media or Exchange))
            return nint.Zero;
        var file = Find(name) ?? throw new NativeLibraryMissingException(
            $"lib{name}.so was not found in {string.Join(", ", Folders())}; build it with " +
            "`cmake -S native -B build/native-cmake && cmake --build build/native-cmake`, or set SOGAR_NATIVE to the folder that holds it");
        if (name == Torch)
            TorchEnvironment.Prepare();
        try
        {
            var library = NativeLibrary.Load(file);
            if (name == Torch)
            {
                RequireAbi(library, file, nameof(TorchNative.sogar_torch_abi), TorchNative.Abi);
                KeepMemory(library);
            }

            if (name == Exchange)
                RequireAbi(library, file, nameof(GlooNative.sogar_exchange_abi), GlooNative.Abi);
            return library;
        }
        catch (DllNotFoundException refused)
        {
            throw new NativeLibraryMissingException($"{file} cannot be loaded: {refused.Message.Trim()}\n{Advice(name)}", refused);
        }
    }

    // Here, since libtorch's allocator may be changed only while nobody uses it yet.
    private static unsafe void KeepMemory(nint library)
    {
        NativeError error;
        var keep = (delegate* unmanaged<NativeError*, int>)NativeLibrary.GetExport(library, "sogar_memory_keep");
        TorchException.ThrowIfFailed(keep(&error), in error, "keeping memory for large tensors");
    }

    // A library from other sources would misread what it is given, without a word.
    private static unsafe void RequireAbi(nint library, string file, string export, int wanted)
    {
        var found = NativeLibrary.TryGetExport(library, export, out var abi) ? ((delegate* unmanaged<int>)abi)() : 0;
        if (found != wanted)
        {
            throw new NativeLibraryMissingException(
                $"{file} speaks version {found} of the border and {wanted} is wanted: it was built from other sources; build native/ again");
        }
    }

    private static string Advice(string name) => name switch
    {
        Torch => "libtorch is missing or another one than it was built with: `apt-get install libtorch-dev libopenblas0-openmp`, then build native/ again",
        Exchange => "Gloo is missing or another one than it was built with: `apt-get install libgloo-dev`, then build native/ again",
        _ =>
            "FFmpeg's libraries are missing or others than it was built with: `apt-get install libavformat-dev libavcodec-dev libavutil-dev libswscale-dev`, " +
            "then build native/ again",
    };

    private static IEnumerable<string> Folders()
    {
        if (Environment.GetEnvironmentVariable("SOGAR_NATIVE") is { Length: > 0 } named)
        {
            yield return Path.GetFullPath(named);
            yield break;
        }

        yield return AppContext.BaseDirectory;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory).Parent; folder is not null; folder = folder.Parent)
        {
            var built = Path.Combine(folder.FullName, "build", "native");
            if (Directory.Exists(built))
            {
                yield return built;
                yield break;
            }
        }
    }
}
