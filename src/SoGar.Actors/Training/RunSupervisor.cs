using System.Collections.Immutable;
using SoGar.Actors.Journal;
using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Recipes;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// One per run: forms its generations, commits its steps, decides when it ends; the only writer of its journal stream. It waits for nobody: nodes,
/// journal and directory answer with messages, and what was not answered is said again. It stops itself once the journal holds how the run ended.
/// </summary>
/// <param name="plan">What it starts from.</param>
/// <param name="post">To the nodes.</param>
/// <param name="directory">Which nodes there are.</param>
/// <param name="journal">Borrowed.</param>
/// <param name="version">Events that the run's stream holds.</param>
/// <param name="observer">Hears every event once the journal has it.</param>
public sealed partial class RunSupervisor(
    RunPlan plan, ControlPost post, INodeDirectory directory, IJournal journal, long version, IRunObserver observer) : Actor<SupervisorMessage>
{
    /// <summary>Events that are kept while the journal is gone: days of steps, some hundred megabytes at most.</summary>
    private const int BacklogCapacity = 1_000_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly SortedDictionary<string, Peer> _peers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replaced = [.. plan.History.Replaced.Select(replaced => replaced.Sample)];
    private readonly SpeedGauge _speeds = new();
    private readonly Recipe _recipe = plan.Recipe;
    private ImmutableHashSet<NodeAddress> _known = [];
    private readonly ImmutableHashSet<string> _inherited = plan.IsTakeOver ? [.. plan.History.Members.Select(member => member.Node)] : [];
    private ImmutableHashSet<string> _awaited = [];
    private bool _hasBegun;
    private ActorRef<RecorderMessage>? _recorder;
    private RunHistory _history = plan.History;
    private Phase _phase = Phase.Gathering;
    private int _generation = plan.History.Generation;
    private ShardPlan? _shards;
    private StepLedger? _ledger;
    private ImmutableSortedDictionary<long, StepFingerprint> _prints = plan.History.Fingerprints;
    private long _done = plan.History.Done;
    private long _began;
    private long _submitted;
    private long _recorded;
    private string? _drainReason;
    private bool _isListing;

    private enum Phase
    {
        Gathering,
        Forming,
        Running,
        Closing,
        Ended,
    }

    private bool IsMixed => _recipe.Cluster.Profiles == ProfileRule.Mixed;

    private IEnumerable<Peer> Staying => _peers.Values.Where(peer => peer.Leaving is null);

    /// <inheritdoc/>
    protected override void PreStart()
    {
        var owner = Context.Self;
        _recorder = Context.Spawn(
            "recorder", () => new RunRecorder(journal, plan.Run, new Backlog(plan.Term, version, BacklogCapacity), owner), RunRecorder.Options);
        _began = Context.Clock.GetTimestamp();
        Inherit();
        post.Connect(owner);
        Record([.. plan.Opening]);
        Context.Timers.StartPeriodic("nudge", new NudgeSupervisor(), Patience);
        ListNodes();
    }

    // The last generation's nodes may train on, and hold reports of steps that the journal does not have yet.
    private void Inherit()
    {
        if (_inherited.IsEmpty) return;
        _awaited = _inherited;
        _shards = new ShardPlan(
            _history.Members.SelectMany(member => member.Trainers).ToImmutableSortedDictionary(share => share.Trainer, share => share.Shards));
        _ledger = new StepLedger(_shards, Prints());
    }

    /// <inheritdoc/>
    protected override void Receive(SupervisorMessage message)
    {
        switch (message)
        {
            case WordHeard heard when _phase != Phase.Ended:
                Hear(heard.From, heard.Word);
                break;
            case PeerGone gone when _phase != Phase.Ended:
                Lose(gone.Node, new Trouble.NodeGone(gone.Node, gone.Loss, gone.Explanation));
                break;
            case DrainRun drain when _phase != Phase.Ended:
                DrainFor(drain.Reason);
                break;
            case FormNow form when form.Generation == _next && _phase == Phase.Forming:
                AskAll();
                break;
            case NodesListed listed:
                Welcome(listed.Nodes);
                break;
            case NodesUnknown:
                _isListing = false;
                break;
            case NudgeSupervisor when _phase != Phase.Ended:
                Nudge();
                break;
            case EventsRecorded recorded:
                AcceptRecorded(recorded.Events);
                break;
            case RecordingEnded { Reason: RecordingEnd.Fenced } ended:
                throw new LeaseLostException($"run {plan.Run}: {ended.Explanation}");
            case RecordingEnded ended:
                throw new JournalUnavailableException($"run {plan.Run}: {ended.Explanation}");
        }
    }

    private void Hear(NodeAddress from, NodeWord word)
    {
        if (HearLeaver(from.Node)) return;
        if (_peers.TryGetValue(from.Node.Name, out var peer) && peer.Node == from.Node) peer.HeardAt = Context.Clock.GetTimestamp();
        else peer = null;
        switch (word)
        {
            case NodeJoins joins:
                Admit(from, joins);
                break;
            case not null when peer is null || word.Term < plan.Term:
                // It speaks to an older supervisor, or to one that took it for lost: it is asked to offer itself anew.
                post.Send(from, new Welcome(plan.Term, plan.Run));
                break;
            case NodeRehearsed when _phase == Phase.Running && !peer!.IsMember:
                Rehearse(peer);
                Reform($"{from.Node} joins");
                break;
            case NodeReports reports:
                TakeIn(peer!, reports);
                break;
            case NodeStatus status:
                NoteStatus(peer!, status.Standing);
                break;
            case StateOffered offered:
                NoteOffer(peer!, offered);
                break;
            case NodePrepared prepared:
                NotePrepared(peer!, prepared);
                break;
            case PrepareFailed failed when _phase == Phase.Forming && failed.Generation == _next:
                NoteFailedCopy(peer!, failed.Reason);
                break;
            case NodeLeaving { AtOnce: true } leaving:
                Lose(from.Node, new Trouble.NodeBroken(from.Node, leaving.Reason));
                break;
            case NodeLeaving leaving when peer!.Leaving is null:
                peer.Leaving = leaving.Reason;
                Reform($"{from.Node} leaves: {leaving.Reason}");
                break;
        }
    }

    private void Admit(NodeAddress from, NodeJoins joins)
    {
        if (joins.Term < plan.Term)
        {
            post.Send(from, new Welcome(plan.Term, plan.Run));
            return;
        }

        var refusal = joins.Run != plan.Run
            ? $"it wants to take part in run {joins.Run}; this is run {plan.Run}"
            : AdmissionRule.Refusal(joins.Offer, plan.Ground, _recipe.Cluster.Profiles);
        if (refusal is not null)
        {
            post.Send(from, new RefuseNode(plan.Term, $"{from.Node} cannot take part in run {plan.Run}: {refusal}"));
            return;
        }

        if (_peers.TryGetValue(from.Node.Name, out var known) && known.Node == from.Node)
        {
            Renew(known, joins);
            return;
        }

        if (known is not null) Lose(known.Node, new Trouble.NodeGone(known.Node, PeerLoss.Ended, $"{from.Node} took its place"));
        post.Watch(from);
        _peers[from.Node.Name] = new Peer(from, joins.Offer, joins.Standing, Context.Clock.GetTimestamp())
        {
            IsMember = !_hasBegun && _inherited.Contains(from.Node.ToString()),
        };
        _awaited = _awaited.Remove(from.Node.ToString());
        if (_phase == Phase.Forming && _isAsking) AskToo(_peers[from.Node.Name]);
        else if (_phase == Phase.Running) Rehearse(_peers[from.Node.Name]);
        else BeginIfTime();
    }

    // A newcomer keeps nobody waiting who trains: it takes part once it is as fast as it will be, and loads meanwhile what it will probably get.
    private void Rehearse(Peer newcomer) => post.Send(
        newcomer.Address, new Rehearse(plan.Term, _done + 1, Members().First(member => member.Node == newcomer.Node).Trainers));

    private void Renew(Peer known, NodeJoins joins)
    {
        (known.Offer, known.Standing) = (joins.Offer, joins.Standing);
        if (_phase == Phase.Gathering) BeginIfTime();
        else if (_phase == Phase.Forming && _isAsking && !known.HasAnswered) AskToo(known);
        else if (_phase == Phase.Running && known.IsMember && joins.Standing.Generation < _generation) SendBegin(known);
    }

    /// <summary>Begins once those that may still be training have been heard, and there are enough.</summary>
    private void BeginIfTime()
    {
        if (_phase != Phase.Gathering) return;
        var waited = Context.Clock.GetElapsedTime(_began);
        if (!_awaited.IsEmpty && waited < _recipe.Cluster.Detection + Patience) return;
        if (TryTakeOver()) return;
        var isTime = AdmissionRule.IsTimeToBegin(Staying.Count(), _hasBegun || plan.IsTakeOver ? 1 : plan.ExpectedNodes, waited, _recipe.Cluster);
        if (isTime) Form(_hasBegun || _inherited.IsEmpty ? null : new Trouble.SupervisorGone("the supervisor's node is gone"));
    }

    // A generation that is well needs no supervisor, and a new one lets it be.
    private bool TryTakeOver()
    {
        if (_hasBegun || _inherited.IsEmpty) return false;
        var members = _peers.Values.Where(peer => peer.IsMember).ToList();
        if (members.Count != _inherited.Count || _endedGeneration == _generation) return false;
        if (members.Any(peer => peer.Standing.IsResting || peer.Standing.Generation != _generation)) return false;
        (_phase, _hasBegun) = (Phase.Running, true);
        if (_peers.Values.Any(peer => !peer.IsMember || peer.Leaving is not null)) Reform("nodes joined or asked to leave meanwhile");
        return true;
    }

    private void Lose(NodeId node, Trouble trouble)
    {
        if (ForgetLeaver(node)) return;
        _known = [.. _known.Where(address => address.Node != node)];
        if (!_peers.TryGetValue(node.Name, out var peer) || peer.Node != node)
        {
            if (!_awaited.Contains(node.ToString())) return;
            _awaited = _awaited.Remove(node.ToString());
            _signs.Add(trouble);
            NoteLoss(node, trouble);
            BeginIfTime();
            return;
        }

        _peers.Remove(node.Name);
        NoteLoss(node, trouble);
        if (_phase is Phase.Forming || (_phase is Phase.Running or Phase.Closing && peer.IsMember)) Form(trouble);
        else BeginIfTime();
    }

    private void NoteLoss(NodeId node, Trouble trouble)
    {
        post.Forget(node);
        var cause = Trouble.Name([trouble]);
        Record([new NodeLost(node.ToString(), cause)]);
        Context.PipeToSelf(directory.DeclareLostAsync(node, cause, Context.Stopping), () => new NodesUnknown(), _ => new NodesUnknown());
    }

    private void DrainFor(string reason)
    {
        _drainReason ??= reason;
        if (_phase == Phase.Gathering && _peers.Count == 0 && _done > 0) End(new RunDrained(_done, _drainReason));
        else if (_phase == Phase.Gathering && _peers.Count > 0) Form(null);
        else Reform(reason);
    }

    private void ListNodes()
    {
        if (_isListing) return;
        _isListing = true;
        Context.PipeToSelf(directory.ListAsync(Context.Stopping), nodes => new NodesListed(nodes), _ => new NodesUnknown());
    }

    private void Welcome(ImmutableArray<NodeAddress> nodes)
    {
        _isListing = false;
        foreach (var address in nodes.Where(address => !_known.Contains(address) && _awaited.Contains(address.Node.ToString()))) post.Watch(address);
        _known = [.. nodes];

        // Who is not listed any more has left or was lost to an earlier supervisor: it is not worth a wait.
        _awaited = _awaited.Intersect(nodes.Select(address => address.Node.ToString()));

        // A node that was lost to another supervisor is not listed any more, and still the first that this one has.
        foreach (var address in nodes.Contains(post.Self) ? nodes : nodes.Add(post.Self))
            if (!_peers.TryGetValue(address.Node.Name, out var peer) || peer.Node != address.Node) post.Send(address, new Welcome(plan.Term, plan.Run));
    }

    private void Nudge()
    {
        ListNodes();
        ReleaseTheImpatient();
        switch (_phase)
        {
            case Phase.Gathering:
                BeginIfTime();
                break;
            case Phase.Forming when _isAsking:
                AskAgain();
                break;
            case Phase.Running:
                foreach (var peer in _peers.Values.Where(peer => peer.IsMember && peer.Standing.Generation < _generation)) SendBegin(peer);
                foreach (var newcomer in _peers.Values.Where(peer => peer is { IsMember: false, Leaving: null })) Rehearse(newcomer);
                break;
            case Phase.Closing:
                SendKeepState();
                break;
        }
    }

    private void Record(ImmutableArray<RunEvent> happened)
    {
        if (happened.IsEmpty) return;
        var now = Context.Clock.GetUtcNow();
        _submitted += happened.Length;
        _recorder!.Tell(new RecordEvents([.. happened.Select(each => each with { At = now })]));
    }
}
