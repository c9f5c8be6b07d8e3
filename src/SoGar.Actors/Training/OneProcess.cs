using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>A run that lives in one process: the same supervisor and node agent as everywhere, with the short way between them.</summary>
public static class OneProcess
{
    /// <summary>The one node there is.</summary>
    public static NodeAddress Self { get; } = new(new NodeId("local", 1), "local:");

    /// <summary>Starts a run.</summary>
    /// <param name="system">Where its actors live, as <c>node</c> and <c>run</c>.</param>
    /// <param name="plan">What it starts from; <c>Recipe.Trainers</c> says how many replicas there are.</param>
    /// <param name="devices">Borrowed.</param>
    /// <param name="journal">Borrowed.</param>
    /// <param name="version">Events that the run's stream holds.</param>
    /// <param name="observer">Hears every event.</param>
    /// <returns>The supervisor, which stops once the journal holds how the run ended.</returns>
    public static ActorRef<SupervisorMessage> Start(
        ActorSystem system, RunPlan plan, INodeDevices devices, IJournal journal, long version, IRunObserver observer)
    {
        var post = new ControlPost(Self);
        post.Connect(system.Spawn("node", () => new NodeAgent(plan.Run, plan.Recipe.Trainers, plan.Recipe, devices, post)));
        return system.Spawn("run", () => new RunSupervisor(plan, post, new SoleNode(Self), journal, version, observer));
    }
}
