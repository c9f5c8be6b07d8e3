using System.Runtime.InteropServices;

namespace SoGar.Compute.Native;

/// <summary>What has to be in place before libtorch is loaded: the BLAS it shall bind to, and how idle OpenMP threads wait.</summary>
internal static partial class TorchEnvironment
{
    /// <summary>The folder of the OpenBLAS that was chosen, or null when the system's default serves.</summary>
    public static string? BlasFolder { get; private set; }

    public static void Prepare()
    {
        // The runtime's own SetEnvironmentVariable keeps a copy that native code never sees. Spinning threads of one trainer
        // would take the cores of the next, hence passive waiting, unless the user says otherwise.
        _ = setenv("OMP_WAIT_POLICY", "passive", overwrite: 0);

        // cuBLAS gives equal bits for equal products only with work space of a fixed size, and reads this when it starts.
        _ = setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", overwrite: 0);

        // Debian's libtorch asks for libblas.so.3 by name, and the loader takes a library of that name that is loaded already.
        // Among the builds only OpenMP's OpenBLAS obeys the thread count of its caller and serves several callers at once.
        var folder = $"/usr/lib/{Triple}/openblas-openmp";
        if (File.Exists($"{folder}/libblas.so.3") && File.Exists($"{folder}/liblapack.so.3"))
        {
            NativeLibrary.Load($"{folder}/libblas.so.3");
            NativeLibrary.Load($"{folder}/liblapack.so.3");
            BlasFolder = folder;
        }
    }

    private static string Triple => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.Arm64 => "aarch64-linux-gnu",
        _ => "x86_64-linux-gnu",
    };

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
