namespace SoGar.Actors.Journal;

/// <summary>What every journal asks of its callers, and how it dates entries.</summary>
internal static class JournalRules
{
    public static void RequireAppend(string stream, long term, IReadOnlyList<object> events)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(stream);
        ArgumentOutOfRangeException.ThrowIfLessThan(term, 1);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentOutOfRangeException.ThrowIfZero(events.Count, nameof(events));
    }

    // Milliseconds since 1970: one integer column in every database, and equal after a round trip.
    public static DateTimeOffset ToMilliseconds(DateTimeOffset instant) =>
        DateTimeOffset.FromUnixTimeMilliseconds(instant.ToUnixTimeMilliseconds());
}
