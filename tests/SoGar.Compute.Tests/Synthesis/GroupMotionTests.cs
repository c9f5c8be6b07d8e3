using System.Numerics;
using SoGar.Compute.Synthesis;

namespace SoGar.Compute.Tests.Synthesis;

public sealed class GroupMotionTests
{
    private const int GroupCount = 600;

    public static TheoryData<Activity> EveryActivity => [.. Activities.All];

    [Theory, MemberData(nameof(EveryActivity))]
    public void Players_are_as_dense_in_each_part_of_the_view_at_any_moment(Activity activity)
    {
        // Cells of 16x16 of the 128x96 view, away from the corners that the wheel's disc just misses.
        var expected = GroupCount * GroupMotion.PlayerCount * 16.0 * 16 / (Field.Width * Field.Height);
        foreach (var frame in new[] { 0, 32, SimulatedPositions.LastFrame })
        {
            var counts = new int[8, 6];
            foreach (var place in Groups(activity).SelectMany(group => SimulatedPositions.PlacesAt(group, frame)))
                if (Math.Abs(place.X) < 64 && Math.Abs(place.Y) < 48)
                    counts[(int)((place.X + 64) / 16), (int)((place.Y + 48) / 16)]++;

            // Chi-square with 44 degrees of freedom: 90 is passed by chance less than once in ten thousand.
            var chiSquare = 0.0;
            for (var x = 0; x < 8; x++)
                for (var y = 0; y < 6; y++)
                    if (!(x is 0 or 7 && y is 0 or 5))
                        chiSquare += Math.Pow(counts[x, y] - expected, 2) / expected;
            Assert.True(chiSquare < 90, $"frame {frame}: chi-square {chiSquare:0.0}");
        }
    }

    [Theory]
    [InlineData(Activity.WheelClockwise, 1)]
    [InlineData(Activity.WheelCounterClockwise, -1)]
    public void A_wheel_keeps_each_players_distance_and_turns_its_own_way(Activity activity, int sense)
    {
        foreach (var group in Groups(activity).Take(20))
            for (var player = 0; player < GroupMotion.PlayerCount; player++)
            {
                Vector2 before = group.PlaceOf(player, 0), after = group.PlaceOf(player, 0.6);

                // Two axes of wobble of at most 1.5 each, at both moments.
                Assert.InRange(after.Length() - before.Length(), -4.3f, 4.3f);
                if (before.Length() > 20)
                    Assert.Equal(sense, Math.Sign(before.X * after.Y - before.Y * after.X));
            }
    }

    [Theory]
    [InlineData(Activity.AdvanceRight, 1, 0)]
    [InlineData(Activity.AdvanceLeft, -1, 0)]
    [InlineData(Activity.AdvanceDown, 0, 1)]
    [InlineData(Activity.AdvanceUp, 0, -1)]
    public void Both_teams_advance_the_same_way(Activity activity, int directionX, int directionY)
    {
        foreach (var group in Groups(activity).Take(20))
            for (var player = 0; player < GroupMotion.PlayerCount; player++)
            {
                // 30 to 48 field units a second, a quarter more or less, for half a second; and the wobble.
                var step = StepWithin(group, player, 0.5);
                Assert.InRange(step.X * directionX + step.Y * directionY, 0.5f * 30 * 0.75f - 3, 0.5f * 48 * 1.25f + 3);
                Assert.InRange(Math.Abs(step.X * directionY + step.Y * directionX), 0, 3.1f);
            }
    }

    [Theory]
    [InlineData(Activity.CrossLengthways)]
    [InlineData(Activity.CrossSideways)]
    public void Crossing_teams_run_against_each_other_either_way_round(Activity activity)
    {
        var firstTeamSigns = new HashSet<int>();
        foreach (var group in Groups(activity).Take(20))
        {
            var signs = Enumerable.Range(0, GroupMotion.PlayerCount)
                .Select(player => StepWithin(group, player, 0.5))
                .Select(step => Math.Sign(activity == Activity.CrossLengthways ? step.X : step.Y)).ToArray();

            Assert.Single(signs[..GroupMotion.TeamSize].Distinct());
            Assert.Single(signs[GroupMotion.TeamSize..].Distinct());
            Assert.Equal(signs[0], -signs[^1]);
            firstTeamSigns.Add(signs[0]);
        }

        Assert.Equal(2, firstTeamSigns.Count);
    }

    [Fact]
    public void The_rectangle_and_the_disc_have_the_same_area() =>
        Assert.Equal(Field.Width * Field.Height, MathF.PI * Field.WheelRadius * Field.WheelRadius, 0.1f);

    private static IEnumerable<GroupMotion> Groups(Activity activity) =>
        Enumerable.Range(0, GroupCount).Select(number => SimulatedPositions.Group(3, number * Activities.All.Count + (int)activity));

    private static Vector2 StepWithin(GroupMotion group, int player, double seconds) =>
        Field.Wrap(group.PlaceOf(player, seconds) - group.PlaceOf(player, 0));
}
