using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace SoGar.Actors.Journal;

/// <summary>All events a journal may hold: name and version on the disk, records in memory.</summary>
public sealed class EventTypes
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,

        // The text is read by people with a database client, never pasted into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<string, EventType> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Type, EventType> _byType = [];

    /// <summary>Registers the types.</summary>
    /// <exception cref="ArgumentException">A name or a record comes twice, or a version cannot be lifted.</exception>
    public EventTypes(params IEnumerable<EventType> types)
    {
        foreach (var type in types)
        {
            for (var version = 1; version < type.Version; version++)
            {
                if (!type.Lifts.ContainsKey(version))
                {
                    throw new ArgumentException(
                        $"event {type.Name} is at version {type.Version} and cannot be lifted from version {version}; add LiftedFrom({version}, ...)");
                }
            }

            if (!_byName.TryAdd(type.Name, type) || !_byType.TryAdd(type.Type, type))
            {
                throw new ArgumentException($"event {type.Name} ({type.Type.Name}) is registered twice");
            }
        }
    }

    /// <summary>The form in which an event is written.</summary>
    /// <exception cref="ArgumentException">Its type is not registered.</exception>
    public EncodedEvent Encode(object happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        return _byType.TryGetValue(happened.GetType(), out var type)
            ? new EncodedEvent(type.Name, type.Version, JsonSerializer.Serialize(happened, type.Type, Json))
            : throw new ArgumentException($"{happened.GetType().Name} is no registered event; add EventType.For<{happened.GetType().Name}>(name)");
    }

    /// <summary>The event that was written, lifted to the newest version of its type.</summary>
    /// <exception cref="UnknownEventException">Its name is not registered, its version is newer, or its JSON does not fit.</exception>
    public object Decode(EncodedEvent encoded)
    {
        ArgumentNullException.ThrowIfNull(encoded);
        if (!_byName.TryGetValue(encoded.Name, out var type))
        {
            throw new UnknownEventException($"event {encoded.Name} is not known to this version of the program; use the one that wrote it, or a newer one");
        }

        if (encoded.Version > type.Version)
        {
            throw new UnknownEventException(
                $"event {encoded.Name} has version {encoded.Version} and this program knows it up to {type.Version}; use the one that wrote it, or a newer one");
        }

        try
        {
            return Lift(type, encoded) ?? throw new UnknownEventException($"event {encoded.Name} holds no object: {encoded.Payload}");
        }
        catch (JsonException cause)
        {
            throw new UnknownEventException($"event {encoded.Name} version {encoded.Version} does not fit {type.Type.Name}: {cause.Message}", cause);
        }
    }

    private static object? Lift(EventType type, EncodedEvent encoded)
    {
        if (encoded.Version == type.Version)
        {
            return JsonSerializer.Deserialize(encoded.Payload, type.Type, Json);
        }

        var json = JsonNode.Parse(encoded.Payload)?.AsObject();
        for (var version = encoded.Version; version < type.Version && json is not null; version++)
        {
            json = type.Lifts[version](json);
        }

        return json.Deserialize(type.Type, Json);
    }
}

/// <summary>An event as it is written.</summary>
/// <param name="Name">Name of its type.</param>
/// <param name="Version">Version of its type.</param>
/// <param name="Payload">Its fields as a JSON object.</param>
public sealed record EncodedEvent(string Name, int Version, string Payload);
