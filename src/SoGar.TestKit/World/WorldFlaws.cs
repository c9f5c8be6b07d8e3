namespace SoGar.TestKit.World;

/// <summary>
/// Mistakes that the simulated surroundings can be made to have, so that it is known that an invariant notices them. Only the kit sets them:
/// no shipped code has a switch for any.
/// </summary>
internal sealed record WorldFlaws
{
    public static WorldFlaws None { get; } = new();

    /// <summary>The journal acknowledges before it holds, and forgets what was in between when its writer dies.</summary>
    public bool AcknowledgesTooEarly { get; init; }

    /// <summary>The journal takes writes of older terms.</summary>
    public bool IgnoresTerms { get; init; }

    /// <summary>The exchange sums what was computed from different states, and replicas do not look for damage.</summary>
    public bool SumsUnequalStates { get; init; }

    /// <summary>The exchange now and then counts a member twice.</summary>
    public bool CountsTwice { get; init; }

    /// <summary>Sums depend on how many members brought their parts.</summary>
    public bool RoundsSums { get; init; }

    /// <summary>Checkpoints are taken for whole without a look at their hashes.</summary>
    public bool TrustsDisks { get; init; }

    /// <summary>Silent peers are never given up, on the lane or in the exchange.</summary>
    public bool NeverAlarmed { get; init; }

    /// <summary>Nobody asks for the token.</summary>
    public bool TrustsStrangers { get; init; }

    /// <summary>The lane passes frames on that it has heard before.</summary>
    public bool HearsTwice { get; init; }
}
