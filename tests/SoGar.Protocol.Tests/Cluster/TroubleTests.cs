using SoGar.Protocol.Cluster;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Protocol.Tests.Cluster;

public sealed class TroubleTests
{
    private static readonly NodeId Node = new("node-2", 3);
    private static readonly Trouble Victim = new Trouble.Stranded(new TrainerId(0), Node, "connection reset");

    [Fact]
    public void The_node_that_ended_is_named_and_not_who_waited_for_it() =>
        Assert.Equal("node-2#3 ended: connection refused", Trouble.Name([Victim, new Trouble.NodeGone(Node, PeerLoss.Ended, "connection refused")]));

    [Fact]
    public void Damaged_memory_explains_more_than_the_exchange_that_it_broke() =>
        Assert.Equal(
            "trainer 4 of node-2#3: student.head was altered in its memory before step 9",
            Trouble.Name([Victim, new Trouble.ReplicaOdd(Node, new TrainerId(4), "student.head was altered in its memory before step 9")]));

    [Fact]
    public void Replicas_that_differ_explain_more_than_who_was_left_alone_for_it() =>
        Assert.Equal(
            "after step 4 trainer 0 holds 1-2, trainer 1 holds 3-2",
            Trouble.Name([Victim, new Trouble.ReplicasDiffer("after step 4 trainer 0 holds 1-2, trainer 1 holds 3-2")]));

    [Fact]
    public void Who_was_left_alone_names_its_suspect_where_nothing_else_is_known() =>
        Assert.Equal("trainer 0 waited in vain for node-2#3: connection reset", Trouble.Name([Victim]));
}
