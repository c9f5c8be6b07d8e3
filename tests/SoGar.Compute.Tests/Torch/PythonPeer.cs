using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace SoGar.Compute.Tests.Torch;

/// <summary>Runs a script with the system's Python, whose PyTorch uses the same libtorch and the same BLAS.</summary>
internal static class PythonPeer
{
    /// <summary>Runs <paramref name="script"/>, which lies beside the test, and gives back what it printed.</summary>
    public static string Run(string script, string[] arguments, [CallerFilePath] string test = "")
    {
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(Path.GetDirectoryName(test)!, script));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["LD_LIBRARY_PATH"] = "/usr/lib/x86_64-linux-gnu/openblas-openmp";
        using var python = Process.Start(start)!;
        var errors = python.StandardError.ReadToEndAsync();
        var output = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{script} failed; is python3-torch installed?\n{errors.Result}");
    }
}
