using SoGar.Actors.Training;
using SoGar.Protocol.Events;

namespace SoGar.Host.Cluster;

/// <summary>The fault that the demo shows: kills (SIGKILL) one node that has a share of the work, once, in the middle of the run.</summary>
/// <param name="at">The step whose commit it waits for.</param>
/// <param name="say">Tells the user.</param>
/// <param name="next">Watches too.</param>
internal sealed class DemoKill(long at, Action<string> say, IRunObserver next) : IRunObserver
{
    private GenerationFormed? _generation;

    /// <summary>The processes, once they run.</summary>
    public LocalNodes? Nodes { get; set; }

    /// <summary>Nodes that were killed.</summary>
    public int Killed { get; private set; }

    public void Observe(RunEvent happened)
    {
        next.Observe(happened);
        if (happened is GenerationFormed formed) _generation = formed;
        if (happened is not StepCommitted { Step: var step } || step < at || Killed > 0) return;
        // The last of those that work: a spare node that dies would show nothing.
        var worker = _generation?.Members?.LastOrDefault(member => member.Trainers.Any(share => share.Shards.Length > 0))?.Node.Split('#')[0];
        if (Nodes?.All.LastOrDefault(node => node.Name == worker && !node.HasEnded) is not { } victim) return;
        say($"   now kill -9 of node {victim.Name}, process {victim.ProcessId}, which computes a share of every step");
        victim.Kill();
        Killed++;
    }
}
