namespace SoGar.Host.Cluster;

/// <summary>
/// The process that measures a run's checkpoints while its nodes train (<c>evaluate.every</c>). The run knows nothing of it: what becomes of it is told to
/// the user, and that is all.
/// </summary>
internal sealed class LocalEvaluator : IDisposable
{
    private readonly string _run;
    private readonly Action<string> _say;

    private LocalEvaluator(ChildProcess process, string run, Action<string> say) => (Process, _run, _say) = (process, run, say);

    public ChildProcess Process { get; }

    /// <summary>Starts it beside the nodes of a run.</summary>
    /// <param name="nodes">The nodes' order, for the run and its places.</param>
    /// <param name="say">Tells the user.</param>
    public static LocalEvaluator Start(LocalNodesOrder nodes, Action<string> say)
    {
        Directory.CreateDirectory(nodes.LogFolder);
        var process = ChildProcess.Start(
            $"{nodes.Run}.evaluator", ["evaluate", nodes.Run, "--follow", "--leash", "--store", nodes.Store, "--runs", nodes.RunsRoot], nodes.LogFolder,
            nodes.Secrets);
        process.StandBack();
        say($"the evaluator is process {process.ProcessId}");
        return new LocalEvaluator(process, nodes.Run, say);
    }

    /// <summary>Says once that it has ended unasked.</summary>
    public void Tend()
    {
        if (!Process.HasEnded || Process.IsToldAsEnded) return;
        Process.IsToldAsEnded = true;
        _say(
            $"the evaluator (process {Process.ProcessId}) ended with {Process.Ending}; the run goes on without it, and './sogar evaluate {_run} " +
            $"--follow' measures on; its log: {Process.LogPath}");
    }

    /// <summary>Ends it: a run that has ended does not wait for evaluations, which are written whole or not at all.</summary>
    public void Dispose() => Process.Dispose();
}
