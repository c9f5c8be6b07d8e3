using System.Runtime.CompilerServices;
using SoGar.Actors.Kernel;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests;

/// <summary>The examples of the package's README, as they stand there.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Actors_and_messages()
    {
        // readme
        using var simulation = new Simulation(seed: 8412, latency: TimeSpan.FromMilliseconds(1));
        var probe = simulation.Probe<Pong>();
        var ponger = simulation.Spawn("ponger", () => new Ponger());
        simulation.Faults.When<Ping>(to: "/sim/ponger", nth: 2).Lose();

        probe.Send(ponger, new Ping(1));
        probe.ExpectMsg(new Pong(1));
        probe.Send(ponger, new Ping(2));               // lost on its way
        probe.ExpectNoMsg(TimeSpan.FromHours(1));      // takes no time
        // end
        Assert.InRange(simulation.Clock.Elapsed, TimeSpan.FromHours(1), TimeSpan.FromHours(1) + TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Whole_processes()
    {
        // readme
        var world = new SimulatedWorld(seed: 1);
        var one = world.Start("one", node => node.System.Spawn("ticker", () => new Ticker()));
        world.Network.Cut("one", "two");               // one way
        world.Store.KillAtAppend("one", nth: 2, before: false);
        one.Pause();                                   // SIGSTOP: timers and messages stand still
        world.RunFor(TimeSpan.FromMinutes(1));
        one.Resume();                                  // what fell due meanwhile happens now
        one.Kill("by the test");                       // -9: no last hook
        // end
        Assert.True(one.HasEnded);
        Assert.Equal(TimeSpan.FromMinutes(1), world.Clock.Elapsed);
    }

    [Fact]
    public void What_the_readme_shows_is_what_is_run_here() => Assert.Equal(ExamplesHere(), ExamplesOfReadme());

    private static IEnumerable<string> ExamplesHere([CallerFilePath] string path = "") => Between(File.ReadLines(path), "// readme", "// end");

    private static IEnumerable<string> ExamplesOfReadme([CallerFilePath] string path = "") =>
        Between(File.ReadLines(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "src", "SoGar.TestKit", "README.md")), "```csharp", "```");

    private static List<string> Between(IEnumerable<string> lines, string first, string last)
    {
        List<string> found = [];
        var isInside = false;
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line == (isInside ? last : first)) isInside = !isInside;
            else if (isInside) found.Add(line);
        }

        return found;
    }

    private sealed record Tick;

    private sealed class Ticker : Actor<Tick>
    {
        protected override void PreStart() => Context.Timers.StartPeriodic("tick", new Tick(), TimeSpan.FromSeconds(1));

        protected override void Receive(Tick message)
        {
            // A process that is busy with itself.
        }
    }
}
