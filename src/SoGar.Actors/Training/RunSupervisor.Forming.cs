using System.Collections.Immutable;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Events;
using SoGar.Protocol.Runs;
using SoGar.Protocol.Shards;

namespace SoGar.Actors.Training;

/// <summary>
/// How a generation comes about: everyone is brought to rest and says where it stands; <see cref="RecoveryRule"/> says who copies what from whom; and as
/// soon as all hold one state it begins. Where nobody has to copy anything, that is one round.
/// </summary>
public sealed partial class RunSupervisor
{
    private readonly Dictionary<NodeId, (TrainerId Trainer, long Step, string Explanation)> _odd = [];
    private readonly HashSet<Trouble> _signs = [];
    private ImmutableArray<GenerationMember> _members = [];
    private RestartBudget _budget = new(plan.Recipe.Cluster.MaxFailures);
    private Failure? _failure;
    private int _next = plan.History.Generation;
    private bool _isAsking;
    private bool _isOrderly;
    private long _askedAt;
    private long _firstStep;
    private Start? _start;
    private int _copies;
    private readonly SortedSet<string> _donors = new(StringComparer.Ordinal);

    /// <summary>Ends the generation at the next step boundary, for a reason that costs nothing.</summary>
    private void Reform(string reason)
    {
        if (_phase != Phase.Running) return;
        _isOrderly = true;
        _reason = reason;
        Ask(TimeSpan.Zero);
    }

    private string _reason = "";

    /// <summary>Takes a sign of trouble: the generation cannot go on, or its end is under way and more is learned of why.</summary>
    private void Suspect(Trouble sign)
    {
        if (_phase == Phase.Running || (_phase == Phase.Forming && _isOrderly) || _phase == Phase.Closing) Form(sign);
        else if (_phase == Phase.Forming) _signs.Add(sign);
    }

    /// <summary>Forms the next generation at once.</summary>
    /// <param name="sign">What went wrong; null where nothing did.</param>
    private void Form(Trouble? sign)
    {
        if (_phase == Phase.Ended) return;
        var wasWell = _phase != Phase.Forming || _isOrderly;
        if (sign is not null)
        {
            _signs.Add(sign);
            _failure ??= new Failure(sign is Trouble.SupervisorGone ? LastSign() : Context.Clock.GetTimestamp());
            _failure = _failure with { FirstStep = null };
            if (wasWell || sign is Trouble.CopyFailed) _budget = _budget.Spend();
            if (_budget.IsExhausted)
            {
                End(
                    new RunFailed(
                        _done, $"{_budget.Failures} failures without a step committed between them; the last: {Trouble.Name(_signs)}", CanBeMended: true));
                return;
            }
        }

        _isOrderly = false;
        _reason = sign is null ? "the first generation is formed" : Trouble.Name(_signs);
        Ask(sign is null ? TimeSpan.Zero : _budget.Pause);
    }

    // Nobody saw the supervisor go; the last thing that it wrote is the best that is known, and never too late.
    private long LastSign()
    {
        var silence = Context.Clock.GetUtcNow() - plan.History.LastAt;
        return Context.Clock.GetTimestamp() - (long)(Math.Max(0, silence.TotalSeconds) * Context.Clock.TimestampFrequency);
    }

    private void Ask(TimeSpan pause)
    {
        _phase = Phase.Forming;
        _next = Math.Max(Math.Max(_generation, _next), _peers.Values.Select(peer => peer.Standing.Generation).DefaultIfEmpty().Max()) + 1;
        _isAsking = false;
        _copies = 0;
        _donors.Clear();
        foreach (var peer in _peers.Values) (peer.HasAnswered, peer.Preparing, peer.Served) = (false, null, null);
        if (pause == TimeSpan.Zero) AskAll();
        else Context.Timers.StartSingle("form", new FormNow(_next), pause);
    }

    private void AskAll()
    {
        _isAsking = true;
        _askedAt = Context.Clock.GetTimestamp();
        foreach (var peer in _peers.Values) Ask(peer);
        if (_peers.Count == 0) _phase = Phase.Gathering;
    }

    private void Ask(Peer peer) => post.Send(peer.Address, _isOrderly && peer.IsMember
        ? new EndGeneration(plan.Term, _generation, _next, _reason)
        : new Halt(plan.Term, _next, _reason));

    // Who lives answers within a moment, if only that it is busy; who does not for so long is as good as gone.
    private void AskAgain()
    {
        var limit = 3 * _recipe.Cluster.Detection;
        foreach (var peer in _peers.Values.Where(peer => !peer.HasAnswered || !peer.IsCaughtUp).ToList())
        {
            if (Context.Clock.GetElapsedTime(_askedAt) > limit && Context.Clock.GetElapsedTime(peer.HeardAt) > limit)
                Lose(peer.Node, new Trouble.NodeGone(peer.Node, Protocol.Ports.PeerLoss.Silent, $"it answered nothing for {limit.TotalSeconds:0.#} s"));
            else
                Ask(peer);
        }

        if (_phase != Phase.Forming) return;
        foreach (var peer in _peers.Values)
            if (peer.Preparing is { } source) post.Send(peer.Address, new PrepareGeneration(plan.Term, _next, source));
        Evaluate();
    }

    // A supervisor that could not write may have used the number: a generation has one that no node has seen.
    private bool IsPast(NodeStanding standing) => standing.Generation >= _next;

    // A member that missed the beginning of the generation which is to end keeps the others waiting in their first exchange: they would never come to its end.
    private bool HoldsUp(Peer peer) => _isOrderly && peer.IsMember && peer.Standing.IsResting && peer.Standing.Generation < _generation;

    private void AskToo(Peer peer)
    {
        if (IsPast(peer.Standing)) Ask(TimeSpan.Zero);
        else Ask(peer);
    }

    private void NoteStatus(Peer peer, NodeStanding standing)
    {
        peer.Standing = standing;
        if (_phase == Phase.Closing && peer == _keeper && standing is { IsResting: true, HasState: false })
            Form(new Trouble.ReplicaOdd(peer.Node, standing.Trainers.FirstOrDefault(), "its state has altered in its memory"));
        if (_phase == Phase.Running && peer.IsMember && standing.IsResting && standing.Generation == _generation && standing.Done < _recipe.Steps) NoteEnd();
        if (_phase != Phase.Forming) return;
        if (IsPast(standing)) Ask(TimeSpan.Zero);
        if (standing.NextGeneration != _next) return;
        if (HoldsUp(peer))
        {
            _isOrderly = false;
            Ask(TimeSpan.Zero);
            return;
        }

        peer.HasAnswered |= standing.IsResting;
        Evaluate();
    }

    private void NoteOffer(Peer donor, StateOffered offered)
    {
        if (_phase != Phase.Forming || offered.Generation != _next) return;
        donor.Served = offered.Source;
        Evaluate();
    }

    private void NotePrepared(Peer peer, NodePrepared prepared)
    {
        if (_phase != Phase.Forming || prepared.Generation != _next || peer.Preparing is not { } source) return;
        if (source is StateOfCheckpoint && !Committed().Allows(prepared.Standing))
        {
            NoteFailedCopy(
                peer,
                $"{peer.Node} read {prepared.Standing.Fingerprint} from it; the journal has {_prints[prepared.Standing.Done - 1]} after " +
                $"{prepared.Standing.Done} steps", isOther: true);
            return;
        }

        (peer.Standing, peer.Preparing, peer.IsDistrusted, peer.HasCopied) = (prepared.Standing, null, false, true);
        var (from, bytes) = source switch
        {
            StateOfPeer state => (state.Donor.Node.ToString(), state.Bytes),
            StateOfCheckpoint checkpoint => ($"checkpoint of step {checkpoint.Done}", 0L),
            _ => ("the beginning", 0L),
        };
        _copies++;
        if (source is StateOfPeer) _donors.Add(from);
        Record([new StateCopied(peer.Node.ToString(), from, prepared.Standing.Done, bytes, prepared.Seconds)]);
        Evaluate();
    }

    // A checkpoint that cannot be read is not offered a second time: an older one has to serve.
    private void NoteFailedCopy(Peer peer, string reason, bool isOther = false)
    {
        if (peer.Preparing is StateOfCheckpoint { Done: var done, Digests: var digests })
        {
            var folder = peer.Offer.Checkpoints.FirstOrDefault(offer => offer.Done == done)?.Folder ?? $"step {done} of {peer.Node}";
            peer.Offer = peer.Offer with { Checkpoints = peer.Offer.Checkpoints.RemoveAll(offer => offer.Done == done) };
            // One that the journal vouches for was read wrongly, and stays where it is.
            var isOdd = isOther && !_history.Checkpoints.Any(written => written.Done == done && written.Digests == digests);
            Record([isOdd ? Reject(peer, folder, reason, done, digests) : new CheckpointRejected(folder, reason)]);
        }

        Form(new Trouble.CopyFailed(peer.Node, reason));
    }

    /// <summary>Goes one step further, once everyone was heard.</summary>
    private void Evaluate()
    {
        if (_phase != Phase.Forming || !_isAsking || _peers.Count == 0) return;
        if (_peers.Values.Any(peer => !peer.HasAnswered || !peer.IsCaughtUp)) return;
        if (!Staying.Any()) _drainReason ??= "every node left";
        else if (Staying.Count() < _recipe.Cluster.MinNodes && _drainReason is null) return;

        switch (RecoveryRule.Decide([.. _peers.Values.Select(CandidateOf)], Committed()))
        {
            case FormationStep.Begin begin when !_uncommitted.Cover(_done, begin.FirstStep) && MayHearOfMore:
            case FormationStep.GoBack { Source: StateOfCheckpoint { Done: var done } } when done > _done && MayHearOfMore:
                break;
            case FormationStep.Begin begin:
                Begin(begin);
                break;
            case FormationStep.Copy copy:
                Dispatch(copy);
                break;
            case FormationStep.GoBack back:
                NoteOddOnes(back: true, default);
                foreach (var peer in _peers.Values) Distrust(peer);
                foreach (var node in back.Nodes) Prepare(_peers[node.Name], back.Source);
                break;
        }
    }

    // What a state that nobody vouches for has written before its step was committed is worth no more than itself.
    private void Distrust(Peer peer)
    {
        if (peer.Standing is { HasState: true, Done: > 0 })
            peer.Offer = peer.Offer with { Checkpoints = peer.Offer.Checkpoints.RemoveAll(offer => offer.Done > _done) };
        peer.IsDistrusted = true;
    }

    // A state that is ahead of the journal, on a disk or in a node that copied it, stems from nodes that hold the reports of its steps: those that live are
    // heard first.
    private bool MayHearOfMore => Context.Clock.GetElapsedTime(_askedAt) < _recipe.Cluster.Detection + Patience
        && (_known.IsEmpty || _known.Any(address => !_peers.TryGetValue(address.Node.Name, out var peer) || peer.Node != address.Node));

    private static Candidate CandidateOf(Peer peer) => new(
        peer.Node, peer.Preparing is null && !peer.IsDistrusted ? peer.Standing : peer.Standing with { HasState = false }, peer.Offer.Checkpoints,
        peer.Leaving is null);

    private CommittedState Committed() => new(
        _done, Prints(), _history.Checkpoints.GroupBy(written => written.Done).ToDictionary(same => same.Key, same => same.Last().Digests));

    private ImmutableSortedDictionary<long, StepFingerprint> Prints() => IsMixed ? ImmutableSortedDictionary<long, StepFingerprint>.Empty : _prints;

    private void Dispatch(FormationStep.Copy copy)
    {
        NoteOddOnes(back: false, copy.Done);

        // Who got as far and does not serve holds a state that nobody vouches for, and still does not when the others are gone or have copied.
        var lenders = copy.Copies.Select(each => _peers[each.From.Name].Standing.Fingerprint).ToHashSet();
        foreach (var other in _peers.Values.Where(other => other.Standing.HasState && other.Standing.Done >= copy.Done && !lenders.Contains(other.Standing.Fingerprint)))
            other.IsDistrusted = true;
        foreach (var (from, to) in copy.Copies.Select(each => (_peers[each.From.Name], _peers[each.To.Name])))
        {
            if (from.Served is { } source) Prepare(to, source);
            else post.Send(from.Address, new ServeState(plan.Term, _next));
        }
    }

    private void Prepare(Peer peer, Protocol.Cluster.Messages.StateSource source)
    {
        if (peer.Preparing is not null) return;
        peer.Preparing = source;
        post.Send(peer.Address, new PrepareGeneration(plan.Term, _next, source));
    }

    // A state that differs from what its step gave everyone else is named in the journal, once, before it is replaced (G3).
    private void NoteOddOnes(bool back, long done)
    {
        var holders = RecoveryRule.Holders(_peers.Values.Select(CandidateOf).Where(each => each.Standing.HasState && Committed().Allows(each.Standing)), _done);
        foreach (var peer in _peers.Values.Where(peer => peer.IsMember && peer.Standing.HasState && !back && peer.Standing.Done == done))
        {
            if (_odd.ContainsKey(peer.Node) || holders.IsEmpty || holders[0].Standing.Fingerprint == peer.Standing.Fingerprint) continue;
            var trainer = peer.Standing.Trainers.FirstOrDefault();
            _odd[peer.Node] = (trainer, done, $"after {done} steps it holds {peer.Standing.Fingerprint}, its peers hold {holders[0].Standing.Fingerprint}");
            _signs.Add(new Trouble.ReplicaOdd(peer.Node, trainer, _odd[peer.Node].Explanation));
        }

        Record([.. _odd.Where(odd => odd.Value.Step >= 0).Select(odd =>
            new ReplicaReplaced(odd.Key.ToString(), odd.Value.Trainer.ToString(), odd.Value.Step, odd.Value.Explanation))]);
        foreach (var node in _odd.Keys.ToList()) _odd[node] = _odd[node] with { Step = -1 };
    }

    private void Begin(FormationStep.Begin begin)
    {
        var witnesses = _peers.Values.Where(peer =>
            peer is { HasCopied: false, Standing.HasState: true } && peer.Standing.Done == begin.FirstStep && peer.Standing.Fingerprint == begin.State);
        _start = new Start(begin.FirstStep, begin.State, witnesses.Select(peer => peer.Node).ToHashSet());
        SettleSteps();
        Record([.. JudgeCheckpoints()]);
        var holders = _peers.Values.Where(peer => peer.Standing.HasState && peer.Standing.Done == begin.FirstStep && peer.Standing.Fingerprint == begin.State)
            .ToList();
        if (begin.FirstStep >= _recipe.Steps || (_drainReason is not null && begin.FirstStep > 0))
        {
            CloseAt(begin.FirstStep, holders.FirstOrDefault(peer => peer.Leaving is null) ?? holders[0]);
            return;
        }

        var joined = Staying.Where(peer => !peer.IsMember).Select(peer => new NodeJoined(peer.Node.ToString(), peer.Offer.Trainers, peer.Offer.Profile))
            .ToList();
        _members = Members();
        _generation = _next;
        _firstStep = begin.FirstStep;
        _shards = new ShardPlan(_members.SelectMany(member => member.Trainers).ToImmutableSortedDictionary(share => share.Trainer, share => share.Shards));
        _ledger = new StepLedger(_shards, Prints());
        _rested.Clear();
        _odd.Clear();
        foreach (var peer in _peers.Values)
        {
            peer.IsMember = peer.Leaving is null;
            peer.IsDistrusted = peer.HasCopied = false;
            peer.CloseSteps(_submitted);
        }

        var seconds = _failure is { } failure ? Context.Clock.GetElapsedTime(failure.At).TotalSeconds : 0;
        if (_failure is not null)
            _failure = _failure with { Cause = Trouble.Name(_signs), FirstStep = begin.FirstStep, StepsLost = Math.Max(0, _done - begin.FirstStep) };
        _signs.Clear();
        (_phase, _hasBegun) = (Phase.Running, true);
        foreach (var peer in _peers.Values.Where(peer => peer.IsMember)) SendBegin(peer);
        Record([
            .. joined,
            new GenerationFormed(
                _generation, _shards.Trainers.Count(), _firstStep,
                [.. _members.Select(member => new MemberOfGeneration(member.Node.ToString(), member.Trainers))], string.Join(' ', _donors), _copies, seconds),
        ]);
        DismissLeavers();
        if (_drainReason is { } reason) Reform(reason);
    }

    // Not all could report the steps that led here: members are gone, or another supervisor, which could not write, had brought the nodes this far. What is
    // heard of these steps later, from nodes that were cut off, is not too late.
    private void SettleSteps()
    {
        if (_start is null || _phase == Phase.Ended) return;
        foreach (var reports in _uncommitted.Settle(_start.Done, _start.State, _start.Witnesses)) Commit(reports);
    }

    // Trainers keep their names as long as their node lives; new ones get the lowest that are free.
    private ImmutableArray<GenerationMember> Members()
    {
        var taken = Staying.Where(peer => peer.IsMember).SelectMany(peer => peer.Standing.Trainers).ToHashSet();
        var free = new Queue<TrainerId>(
            Enumerable.Range(0, taken.Count + Staying.Sum(peer => peer.Offer.Trainers)).Select(index => new TrainerId(index)).Where(id => !taken.Contains(id)));
        var names = Staying.ToDictionary(
            peer => peer.Node,
            peer => peer.IsMember && peer.Standing.Trainers.Length == peer.Offer.Trainers
                ? peer.Standing.Trainers
                : [.. Enumerable.Range(0, peer.Offer.Trainers).Select(_ => free.Dequeue())]);
        var all = names.Values.SelectMany(each => each).ToHashSet();
        _speeds.Keep(all);
        var shares = ShardAssignment.Assign(_recipe.Shards, all, _speeds.Known, _shards);
        return
        [
            .. Staying.Select((peer, rank) => new GenerationMember(
                peer.Node, rank, peer.Standing.Endpoint, [.. names[peer.Node].Select(trainer => new TrainerShare(trainer, shares.Of(trainer)))])),
        ];
    }

    private void SendBegin(Peer peer)
    {
        SendAside(peer);
        post.Send(peer.Address, new BeginGeneration(plan.Term, _generation, _members, _firstStep));
    }

    /// <summary>What the newest generation began with.</summary>
    /// <param name="Done">Steps.</param>
    /// <param name="State">After them.</param>
    /// <param name="Witnesses">Nodes that had computed it themselves.</param>
    private sealed record Start(long Done, StepFingerprint State, IReadOnlySet<NodeId> Witnesses);

    /// <summary>A failure that the run has not got over yet.</summary>
    /// <param name="At">When its first sign was seen.</param>
    private sealed record Failure(long At)
    {
        public string Cause { get; init; } = "";

        /// <summary>The first step of the generation after it; null while that is not formed.</summary>
        public long? FirstStep { get; init; }

        public long StepsLost { get; init; }
    }
}
