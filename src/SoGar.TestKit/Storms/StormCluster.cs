using SoGar.TestKit.Invariants;
using SoGar.TestKit.World;

namespace SoGar.TestKit.Storms;

/// <summary>The cluster that a storm breaks over: starts the shipped actors on simulated nodes, and carries out what goes wrong.</summary>
internal sealed class StormCluster(SimulatedWorld world, StormPlan plan, RunFacts facts)
{
    public const string RunName = "storm";

    private readonly SortedDictionary<string, StormNode> _nodes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SimulatedDisk> _disks = new(StringComparer.Ordinal);
    private readonly SimulatedDisk _shared = new();

    /// <summary>Machines may share a folder for checkpoints, or each have its own: the seed decides.</summary>
    private bool HasSharedDisk => plan.Seed % 3 != 0;

    public void Begin()
    {
        for (var index = 0; index < plan.Nodes; index++)
        {
            var name = StormPlan.NameOf(index);
            world.After(TimeSpan.FromMilliseconds(world.Draw(0, 300)), () => Start(name));
        }

        // Somebody looks after the run when everything is calm again, as an operator does: a cluster without a single node finishes nothing.
        world.After(plan.Calm + TimeSpan.FromSeconds(1), StartSomebody);
    }

    public void Strike(StormFault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Crash:
                End(fault, "killed");
                break;
            case FaultKind.Power:
                world.Network.Unplug(fault.Node);
                End(fault, "lost its power");
                break;
            case FaultKind.Pause when Find(fault.Node) is { } node:
                node.Process.Pause();
                world.After(fault.Lasts, node.Process.Resume);
                break;
            case FaultKind.Partition:
                Cut(fault);
                world.After(fault.Lasts, () => Mend(fault));
                break;
            case FaultKind.Reset:
                foreach (var other in _nodes.Keys) world.Network.Reset(fault.Node, other);
                break;
            case FaultKind.Loss:
                world.Network.Weather = new NetworkWeather { Loss = 0.05, Duplication = 0.1, Reset = 0.02, Stall = 0.05 };
                world.After(fault.Lasts, () => world.Network.Weather = NetworkWeather.Calm);
                break;
            case FaultKind.Journal:
                world.Store.Weather = new StoreWeather { IsGone = true };
                world.After(fault.Lasts, () => world.Store.Weather = StoreWeather.Calm);
                break;
            case FaultKind.SlowJournal:
                world.Store.Weather = new StoreWeather { LongestDelay = TimeSpan.FromMilliseconds(400), LostAnswers = 0.1, Failures = 0.1 };
                world.After(fault.Lasts, () => world.Store.Weather = StoreWeather.Calm);
                break;
            case FaultKind.Append:
                world.Store.KillAtAppend(fault.Node, (fault.Variant / 2) + 1, before: fault.Variant % 2 == 0);
                StartLater(fault, fault.Lasts + TimeSpan.FromSeconds(2));
                break;
            case FaultKind.Flip when Find(fault.Node) is { } node:
                // After a replica has looked through its own memory only peers can tell: of two, none would be left if one died in the same step.
                node.Devices.FlipBit(fault.Variant % plan.Recipe.Trainers, fault.Variant, atOnce: facts.Members.Count >= 3);
                break;
            case FaultKind.Device when Find(fault.Node) is { } node:
                node.Devices.Lose();
                break;
            case FaultKind.Slow when Find(fault.Node) is { } node:
                node.Process.ShardTime *= fault.Variant + 2;
                world.After(fault.Lasts, () => node.Process.ShardTime /= fault.Variant + 2);
                break;
            case FaultKind.Transfer:
                world.DisturbTransfer(fault.Variant % 2 == 0 ? TransferFault.Flip : TransferFault.Break);
                break;
            case FaultKind.Disk:
                DiskOf(fault.Node).IsFull = true;
                world.After(fault.Lasts, () => DiskOf(fault.Node).IsFull = false);
                break;
            case FaultKind.Checkpoint:
                foreach (var disk in HasSharedDisk ? [_shared] : _disks.Values.ToList()) disk.DamageNewest(isCut: fault.Variant % 2 == 1);
                break;
            case FaultKind.Skew when Find(fault.Node) is { } node:
                node.Process.Skew = TimeSpan.FromMinutes(fault.Variant - 5);
                break;
            case FaultKind.Drain when Find(fault.Node) is { } node:
                node.Leave($"asked to by the storm");
                break;
            case FaultKind.Join:
                Start(fault.Node);
                break;
            case FaultKind.Stranger:
                Start(fault.Node, token: "a guessed token");
                break;
        }
    }

    private void Start(string name, string token = "the token")
    {
        if (facts.HasFinished || (_nodes.TryGetValue(name, out var before) && !before.Process.HasEnded)) return;
        world.Start(name, process => _nodes[name] = new StormNode(world, plan, process, DiskOf(name)), token: token);
    }

    private StormNode? Find(string name) => _nodes.TryGetValue(name, out var node) && !node.Process.HasEnded ? node : null;

    private SimulatedDisk DiskOf(string name)
    {
        if (HasSharedDisk) return _shared;
        if (!_disks.TryGetValue(name, out var disk)) _disks.Add(name, disk = new SimulatedDisk());
        return disk;
    }

    private void End(StormFault fault, string how)
    {
        Find(fault.Node)?.Process.Kill(how);
        StartLater(fault, fault.Lasts);
    }

    private void StartLater(StormFault fault, TimeSpan after)
    {
        if (fault.Lasts > TimeSpan.Zero) world.After(after, () => Start(fault.Node));
    }

    private void StartSomebody()
    {
        if (facts.HasFinished) return;
        if (_nodes.Values.All(node => node.Process.HasEnded || node.Process.Token != "the token")) Start(StormPlan.NameOf(0));
        world.After(TimeSpan.FromSeconds(5), StartSomebody);
    }

    private IEnumerable<(string From, string To)> Pairs(StormFault fault)
    {
        if (fault.Variant != 1 && fault.Variant != 3) yield return (fault.Node, fault.Other);
        if (fault.Variant is 1 or 2) yield return (fault.Other, fault.Node);
        if (fault.Variant != 3) yield break;
        foreach (var other in _nodes.Keys.Where(other => other != fault.Node))
        {
            yield return (fault.Node, other);
            yield return (other, fault.Node);
        }
    }

    private void Cut(StormFault fault)
    {
        foreach (var (from, to) in Pairs(fault)) world.Network.Cut(from, to);
    }

    private void Mend(StormFault fault)
    {
        foreach (var (from, to) in Pairs(fault)) world.Network.Mend(from, to);
    }
}
