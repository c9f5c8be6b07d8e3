using SoGar.Compute.Evaluation.Groups;

namespace SoGar.Compute.Tests.Evaluation.Groups;

public sealed class TogethernessTests
{
    [Fact]
    public void Who_is_linked_through_others_is_in_one_group_and_nobody_is_left_out()
    {
        HashSet<(int, int)> links = [(0, 4), (1, 4), (2, 5)];

        var groups = Togetherness.GroupsOf(7, (first, second) => links.Contains((first, second)));

        Assert.Equal(["0 1 4", "2 5", "3", "6"], groups.Select(group => string.Join(' ', group)));
    }

    [Fact]
    public void Where_nobody_is_there_is_no_group() => Assert.Empty(Togetherness.GroupsOf(0, (_, _) => true));
}
