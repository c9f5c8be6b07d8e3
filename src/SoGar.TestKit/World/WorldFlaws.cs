namespace SoGar.TestKit.World;

/// <summary>
/// Mistakes that the simulated surroundings can be made to have, so that it is known that an invariant notices them. Only the kit sets them:
/// no shipped code has a switch for any.
/// </summary>
internal sealed record WorldFlaws
{
    public static WorldFlaws None { get; } = new();

    /// <summary>The lane passes frames on that it has heard before.</summary>
    public bool HearsTwice { get; init; }

    /// <summary>The lane does not ask for the token.</summary>
    public bool TrustsStrangers { get; init; }

    /// <summary>The journal takes writes of older terms.</summary>
    public bool IgnoresTerms { get; init; }

    /// <summary>The lane never gives a silent peer up.</summary>
    public bool NeverAlarmed { get; init; }
}
