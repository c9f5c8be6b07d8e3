namespace SoGar.Compute.Evaluation.Groups;

/// <summary>Groups of people from what is said of each pair.</summary>
internal static class Togetherness
{
    /// <summary>Who is linked, directly or through others.</summary>
    /// <param name="people">How many there are.</param>
    /// <param name="areTogether">Whether two are linked; asked in one order only.</param>
    /// <returns>Members of each group, in the order of their first members; somebody on their own is a group too.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> GroupsOf(int people, Func<int, int, bool> areTogether)
    {
        var group = Enumerable.Range(0, people).ToArray();
        for (var second = 1; second < people; second++)
            for (var first = 0; first < second; first++)
                if (group[first] != group[second] && areTogether(first, second))
                    Unite(group[first], group[second]);
        return [.. Enumerable.Range(0, people).GroupBy(person => group[person]).Select(members => members.ToList())];

        void Unite(int kept, int gone)
        {
            for (var person = 0; person < people; person++)
                if (group[person] == gone) group[person] = kept;
        }
    }
}
