using System.Globalization;
using SoGar.Protocol.Events;
using SoGar.TestKit.Invariants;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Storms;

/// <summary>Writes down what a storm is about, for people: what went wrong, and what the journal says of it.</summary>
internal sealed class StormStory
{
    private readonly List<string> _lines = [];
    private readonly SimulatedWorld _world;
    private readonly RunFacts _facts;

    public StormStory(SimulatedWorld world, RunFacts facts)
    {
        (_world, _facts) = (world, facts);
        world.Listen(Observe);
    }

    public IReadOnlyList<string> Lines => _lines;

    public void Add(StormFault fault) => _lines.Add(fault.ToString());

    public void Add(string line) => _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{_world.Clock.Elapsed.TotalSeconds,8:0.000} s  {line}"));

    private void Observe(WorldEvent happened)
    {
        foreach (var each in _facts.NewEvents(happened))
            if (Words(each) is { } words) Add("    " + words);
    }

    // Steps are many and say little; the others are what a reader of the journal would look at.
    private static string? Words(RunEvent happened) => happened switch
    {
        GenerationFormed formed => $"generation {formed.Generation} of {formed.Trainers} trainers goes on with step {formed.FirstStep}",
        NodeLost lost => $"{lost.Node} is lost: {lost.Cause}",
        NodeLeft left => $"{left.Node} has left: {left.Reason}",
        NodeJoined joined => $"{joined.Node} takes part",
        ReplicaReplaced replaced => $"{replaced.Trainer} of {replaced.Node} is replaced after {replaced.Done} steps: {replaced.Explanation}",
        SupervisorChanged changed => $"{changed.Node} supervises in term {changed.Term}",
        RunRecovered recovered => $"recovered at step {recovered.Step}: {recovered.Cause}",
        CheckpointRefused refused => $"no checkpoint of {refused.Done} steps: {refused.Reason}",
        RunFailed failed => $"the run stopped after {failed.Done} steps: {failed.Cause}",
        RunDrained drained => $"the run drained after {drained.Done} steps: {drained.Reason}",
        RunFinished finished => $"the run finished {finished.Done} steps",
        _ => null,
    };
}
