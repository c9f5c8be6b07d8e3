using System.Collections.Immutable;
using SoGar.Protocol.Cluster;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;

namespace SoGar.Actors.Training;

/// <summary>How a node carries out orders. Each may come twice: what is done already is answered again.</summary>
public sealed partial class NodeAgent
{
    private void Obey(NodeAddress from, SupervisorOrder order)
    {
        if (order.Term < _term) return;
        if (order.Term > _term || _supervisor is null) Follow(order.Term, from);
        _isHeard |= order is not Welcome && IsOpen;
        switch (order)
        {
            case Welcome:
                OfferSelf();
                break;
            case RefuseNode refused:
                End(new NodeEnd(refused.Reason, RunHasEnded: false, WasRefused: true));
                break;
            case Release release:
                End(new NodeEnd(release.Reason, release.RunHasEnded));
                break;
            case Rehearse rehearse when IsOpen:
                Rehearse(rehearse.Step, rehearse.Trainers);
                break;
            case ReportsCommitted committed:
                Say(_outbox.Acknowledge(committed.UpTo, _term));
                break;
            case BeginGeneration begin:
                Begin(begin);
                break;
            case Halt halt:
                PrepareFor(halt.NextGeneration);
                _exchange?.Break($"halted: {halt.Reason}");
                BringToRest(new Rest());
                break;
            case EndGeneration end:
                PrepareFor(end.NextGeneration);
                BringToRest(end.Generation == _generation ? new Drain() : null);
                break;
            case ServeState serve when serve.Generation == _next && IsResting:
                Serve(serve.Generation);
                break;
            case PrepareGeneration prepare when prepare.Generation == _next && IsResting:
                Adopt(prepare);
                break;
            case KeepState keep when IsResting && _replicas[0].Done == keep.Done && _kept != (keep.Term, keep.Done):
                _kept = (keep.Term, keep.Done);
                _trainers[0].Tell(new SaveState(keep.Term, Standing().Fingerprint));
                break;
            case SetCheckpointAside aside:
                _peers!.Writer.Tell(new SetAside(aside.Done, aside.Digests));
                break;
        }
    }

    // Who has trained needs no rehearsal; who has rehearsed loads what it will probably get.
    private void Rehearse(long step, ImmutableArray<TrainerShare> shares)
    {
        var isReady = _generation > 0 || _unrehearsed == 0;
        if (isReady) Say(new NodeRehearsed(_term));
        if (_generation > 0 || _unrehearsed > 0 || shares.Length != trainers) return;
        _unrehearsed ??= trainers;
        for (var index = 0; index < trainers; index++) _trainers[index].Tell(new RehearseStep(step, shares[index].Shards, Computes: !isReady));
    }

    private void PrepareFor(int generation)
    {
        if (generation == _next) return;
        _next = generation;
        _adoption = null;
        (_served, _serving) = (null, 0);
    }

    // One offer serves all who copy: another one would withdraw the first from under those who read it.
    private void Serve(int generation)
    {
        if (_served is { } known) Say(new StateOffered(_term, generation, known));
        else if (_serving != generation) _trainers[0].Tell(new LendState(generation, Standing().Fingerprint));
        _serving = generation;
    }

    // The first answer says that the node lives; the one that counts follows once its trainers rest.
    private void BringToRest(TrainerMessage? order)
    {
        if (!IsResting && order is not null)
        {
            _owesStatus = true;
            foreach (var trainer in _trainers) trainer.Tell(order);
        }

        SayStatus();
    }

    private void Begin(BeginGeneration begin)
    {
        var own = begin.Members.FirstOrDefault(member => member.Node == post.Self.Node);
        if (begin.Generation > _generation && own is not null && IsResting && own.Trainers.Length == trainers)
        {
            _generation = begin.Generation;
            _owesStatus = false;
            _names = [.. own.Trainers.Select(share => share.Trainer)];
            _exchange?.Dispose();
            _exchange = Join(begin);
            var state = Standing().Fingerprint;
            var keeper = begin.Members.SelectMany(member => member.Trainers).Min(share => share.Trainer);
            for (var index = 0; index < trainers; index++)
            {
                var share = own.Trainers[index];
                _replicas[index].IsResting = false;
                _trainers[index].Tell(new BeginTraining(
                    begin.Generation, begin.Term, share.Trainer, share.Shards, begin.FirstStep, state, share.Trainer == keeper, _exchange));
            }

            _peers!.Courier.Tell(new WithdrawState());
        }

        Say(new NodeStatus(_term, Standing()));
    }

    private IExchange Join(BeginGeneration begin) => devices.Exchange.Join(
        begin.Generation,
        [
            .. begin.Members.OrderBy(member => member.Rank).Select(member => new ExchangeMember(
                member.Node, new ExchangeEndpoint(member.Endpoint), [.. member.Trainers.Select(share => share.Trainer)])),
        ],
        new ExchangeTimes(recipe.Cluster.Detection, recipe.Exchange.Timeout));

    private void Adopt(PrepareGeneration prepare)
    {
        if (_adoption is { } known && known.Generation == prepare.Generation && known.Source == prepare.Source)
        {
            if (!known.IsUnderWay) SayPrepared(known);
            return;
        }

        _adoption = new Adoption(prepare.Generation, prepare.Source, Context.Clock.GetTimestamp());
        _peers!.Courier.Tell(new TakeState(prepare.Generation, prepare.Source));
    }

    private void GoOnAdopting(NodeMessage message)
    {
        switch (message)
        {
            case StateTaken taken when IsAwaited(taken.Generation) && _adoption!.Source == taken.Source:
                _arriving = taken.Copy;
                _unsettled += trainers + 1;
                _peers!.Teacher.Tell(new TeachFrom(taken.Copy));
                foreach (var trainer in _trainers) trainer.Tell(new AdoptState(taken.Copy));
                break;
            case StateTaken late:
                late.Copy.Dispose();
                break;
            case StateNotTaken failed when IsAwaited(failed.Generation):
                _adoption = null;
                Say(new PrepareFailed(_term, failed.Generation, failed.Reason));
                break;
            case TeacherAdopted adopted:
                _teacher = adopted.Fingerprint;
                Settle();
                break;
            case ReplicaAdopted adopted:
                _replicas[adopted.Replica].Adopt(adopted.Done, adopted.Fingerprint);
                Settle();
                break;
        }
    }

    private bool IsAwaited(int generation) => _adoption is { IsUnderWay: true } adoption && adoption.Generation == generation;

    // Only once trainers and teacher all hold it is the state that came one that others may rely on.
    private void Settle()
    {
        if (--_unsettled > 0) return;
        _arriving?.Dispose();
        _arriving = null;
        if (_adoption is not { IsUnderWay: true } adoption) return;
        adoption.Seconds = Context.Clock.GetElapsedTime(adoption.Began).TotalSeconds;
        adoption.IsUnderWay = false;
        _kept = default;
        var standing = Standing();
        if (adoption.Source is StateOfPeer { Fingerprint: var promised } && standing.Fingerprint != promised)
        {
            _adoption = null;
            foreach (var replica in _replicas) replica.Disown();
            Say(new PrepareFailed(_term, adoption.Generation, $"the state that arrived has fingerprint {standing.Fingerprint}; {promised} was promised"));
        }
        else
        {
            // What was adopted is what the step before it has to come to: where it had gone wrong here, the next supervisor must not take it for done like
            // that.
            _outbox.Correct(report => report is StepFinished { Report: var step } finished && step.Step == standing.Done - 1
                ? finished with { Report = step with { Fingerprint = standing.Fingerprint } }
                : report);
            SayPrepared(adoption);
        }
    }

    private void SayPrepared(Adoption adoption) => Say(new NodePrepared(_term, adoption.Generation, Standing(), adoption.Seconds));

    /// <summary>A state on its way into the node's actors.</summary>
    private sealed class Adoption(int generation, StateSource source, long began)
    {
        public int Generation { get; } = generation;

        public StateSource Source { get; } = source;

        public long Began { get; } = began;

        public bool IsUnderWay { get; set; } = true;

        public double Seconds { get; set; }
    }
}
