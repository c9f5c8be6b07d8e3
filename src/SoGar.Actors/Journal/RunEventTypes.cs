using SoGar.Protocol.Events;

namespace SoGar.Actors.Journal;

/// <summary>The events of runs, as a journal takes them.</summary>
public static class RunEventTypes
{
    /// <summary>Every event of a run, under the name that <see cref="RunEventNames"/> gives it.</summary>
    public static EventTypes All { get; } = new(RunEventNames.All.Select(named => EventType.Of(named.Type, named.Name, named.Version)));
}
