using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;
using SoGar.TestKit.Devices;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Tests.World;

public sealed class SimulatedExchangeTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly ExchangeTimes Times = new(Second * 2, Second * 60);
    private readonly SimulatedWorld _world = new(1);
    private readonly List<SimulatedNode> _nodes;
    private readonly List<IExchange> _ends;

    public SimulatedExchangeTests()
    {
        _nodes = [.. Enumerable.Range(0, 3).Select(index => _world.Start($"node-{index}", _ => { }))];
        List<ExchangeMember> members = [.. _nodes.Select((node, index) => new ExchangeMember(node.Id, node.Exchanges.Offer(1), [new TrainerId(index)]))];
        _ends = [.. _nodes.Select(node => node.Exchanges.Join(1, members, Times))];
    }

    [Fact]
    public async Task All_members_get_the_sum_of_all()
    {
        var sums = Bring();
        _world.RunFor(Second);

        foreach (var sum in sums) Assert.Equal(6UL, ((SimulatedContribution)(await sum).Total).Words);
    }

    [Fact]
    public async Task A_killed_member_is_named_to_the_others_at_once()
    {
        var sums = Bring(count: 2);
        _nodes[2].Kill("by the test");
        _world.RunFor(Second / 10);

        foreach (var sum in sums) Assert.Equal(_nodes[2].Id, (await Assert.ThrowsAsync<ExchangeFailedException>(() => sum)).Suspect);
    }

    [Fact]
    public async Task A_member_that_stands_still_is_named_after_the_detection_time()
    {
        _nodes[2].Pause();
        var sums = Bring();
        _world.RunFor(Second * 1.5);
        Assert.All(sums, sum => Assert.False(sum.IsCompleted));
        _world.RunFor(Second);

        foreach (var sum in sums[..2]) Assert.Equal(_nodes[2].Id, (await Assert.ThrowsAsync<ExchangeFailedException>(() => sum)).Suspect);
    }

    [Fact]
    public async Task A_member_with_another_state_is_named_and_nobody_gets_a_sum()   // G3
    {
        var sums = Bring(state: index => new StepFingerprint(index == 1 ? 8UL : 7UL, 7));
        _world.RunFor(Second);

        foreach (var sum in sums) Assert.Equal(_nodes[1].Id, (await Assert.ThrowsAsync<ExchangeFailedException>(() => sum)).Suspect);
    }

    [Fact]
    public async Task A_slow_member_is_waited_for()
    {
        _nodes[1].BaseTime = Second * 30;
        var sums = Bring();
        _world.RunFor(Second * 40);

        foreach (var sum in sums) Assert.Equal(6UL, ((SimulatedContribution)(await sum).Total).Words);
    }

    private List<Task<ExchangedSum>> Bring(int count = 3, Func<int, StepFingerprint>? state = null) =>
    [
        .. Enumerable.Range(0, count).Select(index => _ends[index].SumAsync(
            new TrainerId(index), new ExchangeRound(0, 1, state?.Invoke(index) ?? default, WantsDrain: false),
            new SimulatedContribution { Words = (ulong)index + 1 })),
    ];
}
