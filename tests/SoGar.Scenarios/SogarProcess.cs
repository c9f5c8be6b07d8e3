using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace SoGar.Scenarios;

/// <summary>The shipped program as a process of its own, the way users start it.</summary>
internal sealed class SogarProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly ConcurrentQueue<string> _errors = new();

    private SogarProcess(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        process.ErrorDataReceived += (_, line) => _errors.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    private static string Program => Path.Combine(AppContext.BaseDirectory, "sogar.dll");

    public static SogarProcess Start(string folder, params IEnumerable<string> arguments) => Start(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Starts it with some environment variables more.</summary>
    public static SogarProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        StartBehind([], folder, environment, arguments);

    /// <summary>Starts it behind another program, such as <c>ip netns exec NAME</c>.</summary>
    public static SogarProcess StartBehind(
        IReadOnlyList<string> prefix, string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        string[] line = [.. prefix, "dotnet", Program, .. arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new SogarProcess(Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start"));
    }

    /// <summary>Runs to the end and returns what came of it.</summary>
    public static async Task<SogarResult> RunAsync(string folder, params IEnumerable<string> arguments)
    {
        using var process = Start(folder, arguments);
        return await process.EndAsync();
    }

    public async Task<SogarResult> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new SogarResult(_process.ExitCode, await _output, string.Join('\n', _errors));
    }

    public bool HasEnded => _process.HasExited;

    /// <summary>What it said on standard error so far.</summary>
    public IReadOnlyList<string> Lines => [.. _errors];

    /// <summary>Whether a line on standard error begins so.</summary>
    public bool HasSaid(string beginning) => _errors.Any(line => line.StartsWith(beginning, StringComparison.Ordinal));

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>What Ctrl-C sends.</summary>
    public void Interrupt() => Signal.Interrupt.Send(_process.Id);

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}

/// <summary>How a process ended.</summary>
internal sealed record SogarResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as one JSON object; fails with all that was printed where it is not.</summary>
    public JsonElement Json
    {
        get
        {
            try
            {
                return JsonDocument.Parse(Output).RootElement;
            }
            catch (JsonException)
            {
                throw new InvalidOperationException($"exit code {ExitCode}, no JSON on standard output:\n{Output}\n{Errors}");
            }
        }
    }

    public SogarResult Succeeded() => ExitCode == 0 ? this : throw new InvalidOperationException($"exit code {ExitCode}:\n{Output}\n{Errors}");
}
