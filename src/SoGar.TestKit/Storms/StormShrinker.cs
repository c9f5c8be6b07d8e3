using System.Collections.Immutable;

namespace SoGar.TestKit.Storms;

/// <summary>Makes a failing storm as short as it can be told: leaves faults out, halves first and then one by one, while it still fails.</summary>
public static class StormShrinker
{
    /// <summary>The shortest storm that was found to fail like <paramref name="plan"/>.</summary>
    /// <param name="plan">A storm that fails.</param>
    /// <param name="fails">Whether a storm fails.</param>
    /// <param name="attempts">Storms that may be tried at most.</param>
    public static StormPlan Shrink(StormPlan plan, Func<StormPlan, bool> fails, int attempts = 200)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(fails);
        var left = attempts;
        for (var part = Math.Max(1, plan.Faults.Length / 2); ; part = Math.Max(1, part / 2))
        {
            for (var first = 0; first < plan.Faults.Length && left > 0;)
            {
                left--;
                var shorter = plan with { Faults = Without(plan.Faults, first, part) };
                if (fails(shorter)) plan = shorter;
                else first += part;
            }

            if (part == 1 || left <= 0) break;
        }

        // Fewer steps, where the run need not be as long to fail.
        for (var steps = plan.Recipe.Steps / 2; steps >= 1 && left > 0; steps /= 2, left--)
        {
            var shorter = plan with { Recipe = plan.Recipe with { Steps = steps } };
            if (!fails(shorter)) break;
            plan = shorter;
        }

        return plan;
    }

    private static ImmutableArray<StormFault> Without(ImmutableArray<StormFault> faults, int first, int count) =>
        [.. faults.Take(first), .. faults.Skip(first + count)];
}
