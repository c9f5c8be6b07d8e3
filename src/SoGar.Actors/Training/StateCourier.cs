using SoGar.Actors.Kernel;
using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Ports;
using SoGar.Protocol.Runs;

namespace SoGar.Actors.Training;

/// <summary>What a state courier hears.</summary>
public abstract record CourierMessage;

/// <summary>Orders a staged state to be offered to peers; it is the courier's from now on.</summary>
public sealed record OfferState(int Generation, IStagedState Staged, StepFingerprint Fingerprint) : CourierMessage;

/// <summary>Orders a state to be fetched.</summary>
public sealed record TakeState(int Generation, StateSource Source) : CourierMessage;

/// <summary>Nobody needs the offered state any more.</summary>
public sealed record WithdrawState : CourierMessage;

/// <summary>A state is here, or is not.</summary>
internal sealed record StateArrived(NodeMessage News) : CourierMessage;

/// <summary>Carries whole states to and from the node, on a thread of its own: hashing and disks take their time.</summary>
public sealed class StateCourier(INodeStates states, ActorRef<NodeMessage> node) : Actor<CourierMessage>
{
    /// <inheritdoc/>
    protected override void Receive(CourierMessage message)
    {
        switch (message)
        {
            case OfferState offer:
                node.Tell(new StateServed(offer.Generation, states.Offer(offer.Staged, offer.Fingerprint)));
                break;
            case TakeState take:
                Context.PipeToSelf(
                    states.TakeAsync(take.Source, Context.Stopping),
                    copy => new StateArrived(new StateTaken(take.Generation, take.Source, copy)),
                    cause => new StateArrived(new StateNotTaken(take.Generation, cause.Message)));
                break;
            case WithdrawState:
                states.Withdraw();
                break;
            case StateArrived arrived:
                node.Tell(arrived.News);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void PostStop() => states.Withdraw();
}
