using System.Globalization;

namespace SoGar.TestKit.Storms;

/// <summary>One thing that goes wrong in a storm.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When, in virtual time.</param>
/// <param name="Node">Whom it hits.</param>
/// <param name="Other">Who else is in it: the other side of a cut.</param>
/// <param name="Lasts">For how long, or how long until a killed node is started again; zero for never.</param>
/// <param name="Variant">Which of several forms it takes: directions of a cut, before or after a write, and the like.</param>
public sealed record StormFault(FaultKind Kind, TimeSpan At, string Node, string Other, TimeSpan Lasts, int Variant)
{
    /// <summary>When it is over.</summary>
    public TimeSpan Ends => At + Lasts;

    /// <summary>As people would tell it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,8:0.000} s  {Story}");

    private string Story => Kind switch
    {
        FaultKind.Crash => $"{Node} is killed{Return}",
        FaultKind.Pause => $"{Node} stands still for {Span}",
        FaultKind.Partition => Variant switch
        {
            0 => $"nothing passes from {Node} to {Other} for {Span}",
            1 => $"nothing passes from {Other} to {Node} for {Span}",
            2 => $"nothing passes between {Node} and {Other} for {Span}",
            _ => $"{Node} is cut off from all others for {Span}",
        },
        FaultKind.Reset => $"all connections of {Node} break",
        FaultKind.Loss => $"messages are lost, doubled and held up for {Span}",
        FaultKind.Power => $"{Node} loses its power{Return}",
        FaultKind.Journal => $"the store is gone for {Span}",
        FaultKind.SlowJournal => $"the store is slow and loses answers for {Span}",
        FaultKind.Append => $"{Node} is killed {(Variant % 2 == 0 ? "before" : "after")} its append number {(Variant / 2) + 1} from here{Return}",
        FaultKind.Flip => $"a bit flips in the replica of {Node}",
        FaultKind.Device => $"a device of {Node} is lost",
        FaultKind.Slow => $"the devices of {Node} take {Variant + 2} times as long for {Span}",
        FaultKind.Transfer => $"the next state that is transferred {(Variant % 2 == 0 ? "has a bit flipped" : "ends early")}",
        FaultKind.Disk => $"the disk of {Node} is full for {Span}",
        FaultKind.Checkpoint => $"the newest checkpoint is {(Variant % 2 == 0 ? "damaged by a flipped bit" : "cut short")}",
        FaultKind.Skew => $"the time of day of {Node} jumps by {Variant - 5} minutes",
        FaultKind.Drain => $"{Node} is asked to leave",
        FaultKind.Join => $"{Node} joins",
        FaultKind.Stranger => $"{Node}, who has another token, tries to take part",
        _ => $"{Kind}",
    };

    private string Span => string.Create(CultureInfo.InvariantCulture, $"{Lasts.TotalSeconds:0.0} s");

    private string Return => Lasts == TimeSpan.Zero ? " and does not come back" : $" and started again after {Span}";
}
