using System.Collections.Immutable;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>
/// Stands for one process in a run: starts the actors that own its devices, carries out what the supervisor orders, and keeps what they report
/// until the journal has it. Follows the newest term it heard of and goes on training without any (G2).
/// </summary>
/// <param name="run">Name of the run.</param>
/// <param name="trainers">Replicas, 1 or more; each has a thread of its own, because libtorch keeps its settings per thread.</param>
/// <param name="recipe">Of the run.</param>
/// <param name="devices">Borrowed.</param>
/// <param name="post">To the supervisor.</param>
/// <param name="onEnd">Hears why the node takes part no more, before the actor stops.</param>
public sealed partial class NodeAgent(
    string run, int trainers, Recipe recipe, INodeDevices devices, ControlPost post, Action<NodeEnd>? onEnd = null) : Actor<NodeMessage>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly ReportOutbox _outbox = new();
    private readonly Replica[] _replicas = [.. Enumerable.Range(0, trainers).Select(_ => new Replica())];
    private ImmutableArray<ActorRef<TrainerMessage>> _trainers = [];
    private TrainerPeers? _peers;
    private ulong? _teacher;
    private long _term;
    private NodeAddress? _supervisor;
    private bool _isHeard;
    private int _generation;
    private int _next;
    private bool _owesStatus;
    private IExchange? _exchange;
    private ImmutableArray<TrainerId> _names = [];
    private Adoption? _adoption;
    private IStateCopy? _arriving;
    private int _serving;
    private StateOfPeer? _served;
    private int _unsettled;
    private string? _leaving;
    // Replicas that are still at it; null before the node was asked to.
    private int? _unrehearsed;
    private (long Term, long Done) _kept;

    /// <summary>
    /// A failure that no actor expected leaves a replica, a teacher or a source in a state that nobody vouches for: the process ends with it. Its
    /// peers notice at once and go on; alone, the run goes on from its last checkpoint.
    /// </summary>
    protected override SupervisionPolicy Policy => SupervisionPolicy.EscalateAll;

    private bool IsOpen => _teacher is not null && _replicas.All(replica => replica.IsOpen);

    private bool IsResting => _replicas.All(replica => replica.IsResting);

    /// <summary>Requests that may wait at one loader: every trainer's credit, should all of it fall on the same one, in two generations.</summary>
    private int LoaderMailbox => Math.Max(64, 2 * trainers * (recipe.Data.Prefetch + 1));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var loaderOptions = SpawnOptions.Dedicated with { Mailbox = new MailboxOptions(LoaderMailbox, Overflow.FailSender) };
        var node = Context.Self;
        var clock = Context.Clock;
        var writer = Context.Spawn("checkpoint-writer", () => new CheckpointWriter(devices.Checkpoints, node, clock), SpawnOptions.Dedicated);
        var courier = Context.Spawn("state-courier", () => new StateCourier(devices.States, node), SpawnOptions.Dedicated);
        var teacher = Context.Spawn("teacher", () => new Teacher(devices.OpenTeacher, node), SpawnOptions.Dedicated);
        var loaders = Enumerable.Range(0, devices.Loaders)
            .Select(index => Context.Spawn($"loader-{index}", () => new ClipLoader(() => devices.OpenSource(index), node), loaderOptions));
        var peers = _peers = new TrainerPeers([.. loaders], teacher, writer, courier, node);
        _trainers =
        [
            .. Enumerable.Range(0, trainers).Select(index =>
                Context.Spawn($"trainer-{index}", () => new Trainer(index, recipe, devices, peers, clock), SpawnOptions.Dedicated)),
        ];
        Context.Timers.StartPeriodic("nudge", new NudgeNode(), Patience);
    }

    /// <inheritdoc/>
    protected override void Receive(NodeMessage message)
    {
        switch (message)
        {
            case OrderHeard heard:
                Obey(heard.From, heard.Order);
                break;
            case SupervisorKnown known when known.Term > _term:
                Follow(known.Term, known.Supervisor);
                OfferSelf();
                break;
            case Reported reported:
                Say(_outbox.Add(reported.Report, _term));
                break;
            case ReplicaOpened opened:
                _replicas[opened.Replica].Open(devices.Done, opened.Fingerprint);
                OfferSelf();
                break;
            case ReplicaRehearsed:
                _unrehearsed--;
                if (_unrehearsed == 0) Say(new NodeRehearsed(_term));
                break;
            case TeacherOpened opened:
                _teacher = opened.Fingerprint;
                OfferSelf();
                break;
            case ReplicaRests rests:
                _replicas[rests.Replica].Settle(rests);
                _teacher = rests.State.Teacher;
                if (!rests.IsWhole) Disown();
                SayStatusIfOwed();
                break;
            case StateServed served when served.Generation == _next:
                _served = served.Source;
                Say(new StateOffered(_term, served.Generation, served.Source));
                break;
            case StateTaken or StateNotTaken or ReplicaAdopted or TeacherAdopted:
                GoOnAdopting(message);
                break;
            case LeaveRun leave:
                _leaving ??= leave.Reason;
                Say(new NodeLeaving(_term, _leaving, AtOnce: false));
                break;
            case NudgeNode:
                Nudge();
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _arriving?.Dispose();
        _exchange?.Dispose();
    }

    // Whoever counts on a state that was found to be altered learns it now, asked or not; what is adopted in its place may be lent anew.
    private void Disown() => (_owesStatus, _serving) = (true, 0);

    private void Follow(long term, NodeAddress supervisor)
    {
        if (term > _term) _isHeard = false;
        (_term, _supervisor) = (term, supervisor);
    }

    private void OfferSelf()
    {
        if (!IsOpen || _supervisor is null) return;
        SayReports();
        Say(new NodeJoins(_term, run, devices.Describe(trainers), Standing()));
    }

    private void Nudge()
    {
        if (_supervisor is null) return;
        if (!_isHeard) OfferSelf();
        Say(_outbox.Nudge(_term));
        if (_leaving is { } reason) Say(new NodeLeaving(_term, reason, AtOnce: false));
    }

    private NodeStanding Standing()
    {
        var first = _replicas[0];
        var isOne = IsOpen && _replicas.All(replica => replica.IsWhole && replica.Done == first.Done && replica.Student == first.Student);
        var endpoint = _next > _generation ? devices.Exchange.Offer(_next).Text : "";
        return new NodeStanding(
            _generation, IsResting, isOne && _unsettled == 0, first.Done, new StepFingerprint(first.Student, _teacher ?? 0), _names,
            endpoint.Length > 0 ? _next : 0, endpoint, _outbox.Last);
    }

    private void SayStatusIfOwed()
    {
        if (!_owesStatus || !IsResting) return;
        _owesStatus = false;
        SayStatus();
    }

    // Reports come first: who reads a status may rely on having heard what led to it.
    private void SayStatus()
    {
        SayReports();
        Say(new NodeStatus(_term, Standing()));
    }

    private void SayReports() => Say(_outbox.All(_term));

    private void Say(IEnumerable<NodeReports> reports)
    {
        foreach (var each in reports) Say(each);
    }

    private void Say(NodeWord word)
    {
        if (_supervisor is { } supervisor) post.Send(supervisor, word);
    }

    private void End(NodeEnd end)
    {
        onEnd?.Invoke(end);
        Context.StopSelf();
    }

    /// <summary>What the agent knows of one of its trainers.</summary>
    private sealed class Replica
    {
        public bool IsOpen { get; private set; }

        public bool IsResting { get; set; } = true;

        public bool IsWhole { get; private set; } = true;

        public long Done { get; private set; }

        public ulong Student { get; private set; }

        public void Open(long done, ulong fingerprint) => (IsOpen, Done, Student) = (true, done, fingerprint);

        public void Settle(ReplicaRests rests) => (IsResting, IsWhole, Done, Student) = (true, rests.IsWhole, rests.Done, rests.State.Student);

        public void Disown() => IsWhole = false;

        public void Adopt(long done, ulong fingerprint) => (IsWhole, Done, Student) = (true, done, fingerprint);
    }
}
