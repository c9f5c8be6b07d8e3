using System.Diagnostics;

namespace SoGar.Host.Tests.Launcher;

/// <summary>Runs the launcher's functions in a tree of their own, with programs that only note how they were called.</summary>
internal sealed class LauncherCase : IDisposable
{
    private readonly string _programs;

    public LauncherCase()
    {
        Root = Directory.CreateTempSubdirectory("sogar-launcher-").FullName;
        _programs = Directory.CreateDirectory(Path.Combine(Root, "programs")).FullName;
        Program("sudo", "exec \"$@\"");
        Program("env", "shift; exec \"$@\"");
    }

    /// <summary>The tree that the launcher takes for its repository.</summary>
    public string Root { get; }

    /// <summary>How the programs of this case were called, one line each.</summary>
    public string[] Calls => File.Exists(Noted) ? File.ReadAllLines(Noted) : [];

    private string Noted => Path.Combine(Root, "calls");

    /// <summary>Puts a program on the path that notes its call and then does <paramref name="body"/>.</summary>
    public void Program(string name, string body)
    {
        var file = Path.Combine(_programs, name);
        var note = name is "apt-get" or "dotnet" ? $"echo {name} \"$@\" >>{Noted}\n" : "";
        File.WriteAllText(file, $"#!/bin/bash\n{note}{body}\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a file of the tree.</summary>
    public void Write(string path, string text)
    {
        var file = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    public (int ExitCode, string Out, string Error) Run(string script, params (string Name, string Value)[] variables)
    {
        var setup = Path.Combine(Repository.Root, "setup");
        var start = new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", $"root={Root}; source {setup}/machine.sh; source {setup}/build.sh; {script}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment.Remove("SOGAR_NO_INSTALL");
        start.Environment.Remove("SOGAR_TORCH");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var bash = Process.Start(start)!;
        var error = bash.StandardError.ReadToEndAsync();
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return (bash.ExitCode, output, error.Result.Replace(Root, "ROOT", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
