using System.Diagnostics;
using System.Globalization;

namespace SoGar.Host.Cluster;

/// <summary>A process of this program that <c>up</c> started on this machine, and its log.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const int SignalExit = 128;

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _writing = new();
    private volatile string? _reasonToKill;

    private ChildProcess(string name, Process process, string logPath)
    {
        (Name, _process, LogPath) = (name, process, logPath);
        ProcessId = process.Id;
        _log = new StreamWriter(logPath, append: true) { AutoFlush = true };
        process.ErrorDataReceived += (_, line) => Write(line.Data);
        process.OutputDataReceived += (_, line) => Write(line.Data);
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
    }

    public string Name { get; }

    public int ProcessId { get; }

    public string LogPath { get; }

    public bool HasEnded => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    /// <summary>Set once its end was dealt with.</summary>
    public bool IsToldAsEnded { get; set; }

    /// <summary>How it ended, in words.</summary>
    public string Ending =>
        _reasonToKill is { } reason ? $"kill -9 from here, since {reason}"
        : ExitCode > SignalExit ? $"signal {ExitCode - SignalExit}{(ExitCode == SignalExit + 9 ? " (kill -9, or out of memory)" : "")}"
        : $"exit code {ExitCode}";

    /// <summary>Starts one.</summary>
    /// <param name="name">Of the process; names its log.</param>
    /// <param name="arguments">The program's.</param>
    /// <param name="logFolder">Of its log.</param>
    /// <param name="secrets">Environment variables that hold what must not stand on a command line.</param>
    public static ChildProcess Start(string name, IEnumerable<string> arguments, string logFolder, IReadOnlyDictionary<string, string> secrets)
    {
        var (program, first) = Program();
        var start = new ProcessStartInfo(program, [.. first, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, secret) in secrets) start.Environment[variable] = secret;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        return new ChildProcess(name, process, Path.Combine(logFolder, $"{name}.log"));
    }

    /// <summary>Lets other processes have the machine first.</summary>
    public void StandBack()
    {
        if (!HasEnded) _process.PriorityClass = ProcessPriorityClass.BelowNormal;
    }

    /// <summary>The end of its log, for who wants to know why it ended.</summary>
    public IReadOnlyList<string> LastWords(int count)
    {
        lock (_writing) _log.Flush();
        return [.. File.ReadLines(LogPath).TakeLast(count)];
    }

    public void Drain()
    {
        if (HasEnded) return;
        using var kill = Process.Start("kill", ["-TERM", ProcessId.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process.Kill();

    /// <summary>kill -9, with what its ending will be explained by.</summary>
    public void Kill(string reason)
    {
        _reasonToKill = reason;
        Kill();
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        lock (_writing) _log.Dispose();
    }

    // The program that runs now: the launcher's "dotnet sogar.dll", or a program file of its own.
    private static (string Program, string[] First) Program()
    {
        var path = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(path) == "dotnet" ? (path, [Path.Combine(AppContext.BaseDirectory, "sogar.dll")]) : (path, []);
    }

    private void Write(string? line)
    {
        if (line is null) return;
        lock (_writing)
        {
            if (_log.BaseStream.CanWrite) _log.WriteLine(line);
        }
    }
}
