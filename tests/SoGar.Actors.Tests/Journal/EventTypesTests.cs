using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SoGar.Actors.Journal;
using SoGar.Protocol;
using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Tests.Journal;

public sealed class EventTypesTests
{
    private sealed record Walked(double Kilometres, string By = "foot");

    [Fact]
    public void An_older_version_is_lifted_step_by_step()
    {
        var types = new EventTypes(EventType.For<Walked>("walked", version: 3)
            .LiftedFrom(1, old => new JsonObject { ["metres"] = old["steps"]!.GetValue<int>() * 2 })
            .LiftedFrom(2, old => new JsonObject { ["kilometres"] = old["metres"]!.GetValue<int>() / 1000.0 }));

        Assert.Equal(new Walked(3), types.Decode(new EncodedEvent("walked", 1, """{"steps":1500}""")));
        Assert.Equal(new Walked(4), types.Decode(new EncodedEvent("walked", 2, """{"metres":4000}""")));
        Assert.Equal(new Walked(5, "bus"), types.Decode(new EncodedEvent("walked", 3, """{"kilometres":5,"by":"bus"}""")));
    }

    [Fact]
    public void A_version_without_a_way_up_is_refused_at_registration() =>
        Assert.Contains("LiftedFrom(1", Assert.Throws<ArgumentException>(() => new EventTypes(EventType.For<Walked>("walked", 2))).Message);

    [Fact]
    public void A_name_is_registered_once() =>
        Assert.Throws<ArgumentException>(() => new EventTypes(EventType.For<Walked>("walked"), EventType.For<Noted>("walked")));

    [Fact]
    public void A_newer_version_is_refused_not_guessed() =>
        Assert.Contains("version 2", Assert.Throws<UnknownEventException>(() =>
            new EventTypes(EventType.For<Walked>("walked")).Decode(new EncodedEvent("walked", 2, "{}"))).Message);

    [Theory]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"kilometres\":\"far\"}")]
    [InlineData("{")]
    public void Json_that_does_not_fit_is_named(string payload) =>
        Assert.Contains("walked", Assert.Throws<UnknownEventException>(() =>
            new EventTypes(EventType.For<Walked>("walked")).Decode(new EncodedEvent("walked", 1, payload))).Message);

    [Fact]
    public void Events_of_runs_come_back_as_they_were()
    {
        var digest = Digest.Of([1, 2, 3]);
        RunEvent[] events =
        [
            new RunStarted("seed = 1", "cpu", 10, digest.Hex) { At = new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero) },
            new CheckpointWritten(4, "step-4", 1L << 40, new StateDigests(digest, digest, digest), 0.25),
            new StepCommitted(3, "00-11", new StepReading(1, 2, 3, 4, 5, double.NaN, 7), 1, 0.5, 0.125),
        ];

        Assert.All(events, happened => Assert.Equal(happened, RunEventTypes.All.Decode(RunEventTypes.All.Encode(happened))));
    }

    [Fact]
    public void The_parts_of_a_methods_loss_come_back_by_name()
    {
        var parts = new Dictionary<string, double> { ["alignment"] = 1.5, ["local"] = double.NaN }.ToImmutableSortedDictionary();
        var committed = new StepCommitted(3, "00-11", new StepReading(1, double.NaN, double.NaN, 0.1, 0.5, 0, 1e-3) { Parts = parts }, 1, 0.5, 0.125);

        var back = Assert.IsType<StepCommitted>(RunEventTypes.All.Decode(RunEventTypes.All.Encode(committed)));

        Assert.Equal(parts, back.Reading.Parts);
        Assert.True(double.IsNaN(back.Reading.Tcl));
    }
}
