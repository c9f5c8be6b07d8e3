using System.Numerics;
using SoGar.Compute.Data;
using SoGar.Compute.Synthesis;

namespace SoGar.Compute.Tests.Synthesis;

/// <summary>The control of the demo's task: positions at one moment say nothing about the activity, motion says all.</summary>
public sealed class PositionLeakTests
{
    private const int TrainCount = 11_000;
    private const int TestCount = 3_000;
    private const ulong Seed = 20;

    private static readonly double Chance = 1.0 / Activities.All.Count;
    private static readonly double StandardError = Math.Sqrt(Chance * (1 - Chance) / TestCount);

    [Theory]
    [InlineData(0)]
    [InlineData(32)]
    [InlineData(SimulatedPositions.LastFrame)]
    public void Positions_at_one_moment_tell_the_activity_no_better_than_chance(int frame)
    {
        var accuracy = AccuracyFromPositions(group => SimulatedPositions.PlacesAt(group, frame));

        Assert.InRange(accuracy, Chance - 3 * StandardError, Chance + 3 * StandardError);
    }

    [Fact]
    public void The_same_readout_finds_a_leak_of_positions_when_there_is_one()
    {
        var accuracy = AccuracyFromPositions(group => group.Activity is Activity.WheelClockwise
            ? [.. SimulatedPositions.PlacesAt(group, 32).Select(place => place * 0.8f)]
            : SimulatedPositions.PlacesAt(group, 32));

        Assert.True(accuracy > Chance + 6 * StandardError, $"a wheel with a fifth less radius went unnoticed: {accuracy:P1}");
    }

    [Fact]
    public void Two_moments_tell_the_activity()
    {
        var accuracy = LinearReadout.Accuracy(
            States(group => SimulatedPositions.DirectionMap(SimulatedPositions.PlacesAt(group, 20), SimulatedPositions.PlacesAt(group, 28))),
            TrainCount, SimulatedPositions.DirectionMapSize, Activities.All.Count);

        // A linear readout finds the six activities in which a direction is enough. In crossing, either team may go either way and only
        // the relation of the two counts, which a sum over players cannot express.
        Assert.InRange(accuracy, 0.7, 1);
    }

    [Fact]
    public void What_the_camera_sees_at_one_moment_tells_no_more()
    {
        var states = Enumerable.Range(0, TrainCount + TestCount).Select(index =>
        {
            var key = new ClipKey(Seed, Split.Train, index);
            var scene = Scene.Draw(key, frameCount: 1, SimulatedPositions.FramesPerSecond);
            var view = scene.Camera.At(0, 128, 96);
            return (SimulatedPositions.PixelMap(view, scene.FiguresAt(view, 0)), (int)key.Activity);
        });

        var accuracy = LinearReadout.Accuracy([.. states], TrainCount, SimulatedPositions.CountMapSize, Activities.All.Count);

        Assert.InRange(accuracy, Chance - 3 * StandardError, Chance + 3 * StandardError);
    }

    private static double AccuracyFromPositions(Func<GroupMotion, Vector2[]> places) => LinearReadout.Accuracy(
        States(group => SimulatedPositions.CountMap(places(group))), TrainCount, SimulatedPositions.CountMapSize, Activities.All.Count);

    private static (int[], int)[] States(Func<GroupMotion, int[]> features) =>
        [.. Enumerable.Range(0, TrainCount + TestCount)
            .Select(index => SimulatedPositions.Group(Seed, index))
            .Select(group => (features(group), (int)group.Activity))];
}
