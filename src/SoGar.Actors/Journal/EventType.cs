using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace SoGar.Actors.Journal;

/// <summary>
/// The name under which a record is written, which stays when the record is renamed, and the version of its meaning. New fields
/// with defaults need no new version; a changed meaning does, with a function that lifts what was written before.
/// </summary>
public sealed record EventType
{
    private EventType(Type type, string name, int version, ImmutableDictionary<int, Func<JsonObject, JsonObject>> lifts) =>
        (Type, Name, Version, Lifts) = (type, name, version, lifts);

    /// <summary>The record.</summary>
    public Type Type { get; }

    /// <summary>Its name in the journal, as <c>step-committed</c>.</summary>
    public string Name { get; }

    /// <summary>The version that is written, from 1.</summary>
    public int Version { get; }

    internal ImmutableDictionary<int, Func<JsonObject, JsonObject>> Lifts { get; init; }

    /// <summary>Names a record.</summary>
    public static EventType For<TEvent>(string name, int version = 1)
        where TEvent : class => Of(typeof(TEvent), name, version);

    /// <summary>Names a record that is known by its type only.</summary>
    public static EventType Of(Type type, string name, int version = 1)
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        return new EventType(type, name, version, ImmutableDictionary<int, Func<JsonObject, JsonObject>>.Empty);
    }

    /// <summary>Tells how the JSON of version <paramref name="from"/> reads in the version after it.</summary>
    public EventType LiftedFrom(int from, Func<JsonObject, JsonObject> lift) => this with { Lifts = Lifts.Add(from, lift) };
}
