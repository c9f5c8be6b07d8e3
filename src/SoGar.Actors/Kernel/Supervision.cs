using System.Collections.Immutable;

namespace SoGar.Actors.Kernel;

/// <summary>What a parent orders when a child has failed.</summary>
public enum Directive
{
    /// <summary>Go on with the next message; state is kept, the message that failed is lost.</summary>
    Resume,

    /// <summary>Go on as a new instance with the same address and mailbox; the message that failed is lost.</summary>
    Restart,

    /// <summary>Stop for good; watchers are told.</summary>
    Stop,

    /// <summary>The parent fails with the same cause and its own parent decides.</summary>
    Escalate,
}

/// <summary>One line of a supervisor's table.</summary>
/// <param name="ExceptionType">The failures it applies to, derived ones included.</param>
/// <param name="Directive">What is ordered.</param>
/// <param name="Reason">Why, for operators; shown with every failure.</param>
public sealed record SupervisionRule(Type ExceptionType, Directive Directive, string Reason)
{
    /// <summary>How restarts are paced; null takes the policy's.</summary>
    public Backoff? Backoff { get; init; }
}

/// <summary>
/// A supervisor's table: the first rule that fits decides, and a failure that no rule names is escalated, for state must not be
/// thrown away by a restart nobody decided on.
/// </summary>
/// <param name="Rules">The rules, the more special ones first.</param>
public sealed record SupervisionPolicy(ImmutableArray<SupervisionRule> Rules)
{
    private static readonly SupervisionRule Unforeseen = new(typeof(Exception), Directive.Escalate, "no rule names this failure");

    /// <summary>Escalates everything.</summary>
    public static SupervisionPolicy EscalateAll { get; } = new([]);

    /// <summary>The pace of restarts where the rule has none of its own.</summary>
    public Backoff Backoff { get; init; } = Backoff.Default;

    /// <summary>Decides on one failure of one child; pure.</summary>
    /// <param name="cause">What escaped.</param>
    /// <param name="history">The child's restarts so far.</param>
    /// <param name="now">The instant of the failure.</param>
    public SupervisionVerdict Decide(Exception cause, RestartHistory history, DateTimeOffset now)
    {
        var rule = Rules.FirstOrDefault(rule => rule.ExceptionType.IsInstanceOfType(cause)) ?? Unforeseen;
        if (rule.Directive != Directive.Restart)
        {
            return new SupervisionVerdict(rule.Directive, rule.Reason, TimeSpan.Zero, history);
        }

        var backoff = rule.Backoff ?? Backoff;
        return backoff.Next(history, now) switch
        {
            BackoffDecision.RestartAfter after => new(Directive.Restart, rule.Reason, after.Delay, after.History),
            BackoffDecision.Exhausted exhausted => new(
                backoff.WhenExhausted,
                $"{rule.Reason}; but {exhausted.Restarts} restarts within {exhausted.Window.TotalSeconds:0.###} s did not help",
                TimeSpan.Zero,
                history),
            var unknown => throw new System.Diagnostics.UnreachableException($"unknown decision {unknown}"),
        };
    }
}

/// <summary>What a supervisor decided on one failure.</summary>
/// <param name="Directive">The order.</param>
/// <param name="Reason">Why.</param>
/// <param name="Delay">The wait before a restart.</param>
/// <param name="History">The child's restarts, this one included.</param>
public sealed record SupervisionVerdict(Directive Directive, string Reason, TimeSpan Delay, RestartHistory History);
