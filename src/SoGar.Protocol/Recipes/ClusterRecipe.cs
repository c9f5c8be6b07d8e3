namespace SoGar.Protocol.Recipes;

/// <summary>How a run lives on several nodes (docs/architecture.md, section 3). The result depends on none of it, except where profiles are mixed.</summary>
public sealed record ClusterRecipe
{
    /// <summary>Whether nodes whose numeric profiles differ may train together.</summary>
    public ProfileRule Profiles { get; init; } = ProfileRule.Same;

    /// <summary>Fewest nodes that a generation is formed of; 1 or more.</summary>
    public int MinNodes { get; init; } = 1;

    /// <summary>How long the first generation waits for the nodes that were announced, once there are <see cref="MinNodes"/>.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Within what time a node that hangs, or cannot be heard, is noticed (G7).</summary>
    public TimeSpan Detection { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Failures in a row, without a step committed between them, after which the run stops.</summary>
    public int MaxFailures { get; init; } = 8;

    /// <summary>By how much new shares must shorten a step, as a part of it, before shards move to faster trainers; 0 never moves any.</summary>
    public double RebalanceGain { get; init; } = 0.1;
}

/// <summary>Which numeric profiles may train together.</summary>
public enum ProfileRule
{
    /// <summary>One for all nodes of a run: the result is the same bit for bit, whatever happens (G5).</summary>
    Same,

    /// <summary>Any: every promise holds but that one; replays are not compared with the journal.</summary>
    Mixed,
}
