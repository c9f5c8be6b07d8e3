using SoGar.Compute.Exchange.Mesh;

namespace SoGar.Compute.Exchange;

/// <summary>
/// Whether all processes came to the same round with the same state and with contributions of one form. All of them judge the same arrivals, so that
/// all come to the same verdict. Pure.
/// </summary>
internal static class Agreement
{
    /// <summary>What is wrong with the arrivals of a round, and the rank to blame: who differs from the most of them, -1 where there is no majority.</summary>
    /// <returns>Null where nothing is.</returns>
    public static (string Reason, int Suspect)? Dispute(IReadOnlyList<Arrival> arrivals, Func<int, string> nameOf) =>
        Dispute(arrivals, nameOf, arrival => (arrival.Step, arrival.Attempt), at => $"came to step {at.Step}, attempt {at.Attempt}")
        ?? Dispute(
            arrivals, nameOf, arrival => (arrival.Student, arrival.Teacher), state => $"holds {state.Student:x16}-{state.Teacher:x16}",
            $"G3: before step {arrivals[0].Step} ")
        ?? Dispute(arrivals, nameOf, arrival => arrival.Form, form => $"brings contributions of form {form:x16} (kind, length, scales)");

    private static (string Reason, int Suspect)? Dispute<T>(
        IReadOnlyList<Arrival> arrivals, Func<int, string> nameOf, Func<Arrival, T> of, Func<T, string> words, string before = "")
        where T : notnull
    {
        var groups = arrivals.Select((arrival, rank) => (Value: of(arrival), Rank: rank)).GroupBy(each => each.Value, each => each.Rank)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.First()).ToArray();
        if (groups.Length == 1)
            return null;
        var (most, odd) = (groups[0], groups[^1]);
        return ($"{before}{nameOf(odd.First())} {words(odd.Key)}, {nameOf(most.First())} {words(most.Key)}",
            most.Count() * 2 > arrivals.Count ? odd.First() : -1);
    }
}
