using SoGar.Actors.Kernel;
using SoGar.Actors.Training;
using SoGar.Compute.Data;
using SoGar.Protocol.Events;

namespace SoGar.Host.Running;

/// <summary>A checkpoint that could be looked at.</summary>
/// <param name="Done">Steps that it holds.</param>
internal sealed record LookAt(long Done);

/// <summary>Measures checkpoints beside the run's own actors; a run that ends does not wait for it.</summary>
internal sealed class SideEvaluator(SideMeasure measure) : Actor<LookAt>
{
    /// <summary>The observer that tells an evaluator of each checkpoint; <paramref name="observer"/> itself where the recipe asks for no evaluation.</summary>
    public static IRunObserver Beside(IRunObserver observer, ActorSystem system, RunsFolder runs, RunOrder order, DataSet data) =>
        SideMeasure.IsAskedFor(order.Recipe, data)
            ? new Bell(observer, system.Spawn("evaluation", () => new SideEvaluator(new SideMeasure(runs, order, data)), SpawnOptions.Dedicated))
            : observer;

    protected override void Receive(LookAt message) => measure.Look(message.Done, Context.Stopping);

    private sealed class Bell(IRunObserver next, ActorRef<LookAt> evaluator) : IRunObserver
    {
        public void Observe(RunEvent happened)
        {
            next.Observe(happened);
            if (happened is CheckpointWritten written) evaluator.Tell(new LookAt(written.Done));
        }
    }
}
