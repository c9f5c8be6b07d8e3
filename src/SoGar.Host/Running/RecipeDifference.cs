using System.Text;
using SoGar.Host.Recipes;
using SoGar.Protocol;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Running;

/// <summary>
/// What of a recipe may not change when a run goes on: all that the result depends on, else the run would be neither the old one nor
/// the new one. How many trainers share the work, and how videos get to them, it does not depend on (G5).
/// </summary>
internal static class RecipeDifference
{
    /// <summary>The recipe in force: <paramref name="now"/>, which differs from <paramref name="before"/> in what may change only.</summary>
    /// <exception cref="RunException">Something else differs; each such line is listed.</exception>
    public static Recipe Accept(Recipe before, Recipe now)
    {
        var old = RecipeText.Of(before).Split('\n');
        var fresh = RecipeText.Of(WithFreeKeysOf(before, now)).Split('\n');
        var lost = old.Except(fresh).Select(line => $"  was {line.Trim()}");
        var gained = fresh.Except(old).Select(line => $"  now {line.Trim()}");
        var lines = lost.Concat(gained).ToList();
        return lines.Count == 0
            ? now
            : throw new RunException(
                $"the run was started with another recipe, and its result depends on these lines:\n{string.Join('\n', lines)}\nresume without them, or " +
                "start a run of another name");
    }

    /// <summary>The digest of what the result depends on: equal for recipes that may stand in for each other.</summary>
    public static Digest DigestOf(Recipe recipe) => Digest.Of(Encoding.UTF8.GetBytes(RecipeText.Of(WithFreeKeysOf(new Recipe(), recipe))));

    private static Recipe WithFreeKeysOf(Recipe before, Recipe now) => now with
    {
        Name = before.Name,
        Trainers = before.Trainers,
        Data = before.Data with { Split = now.Data.Split },
        Loss = now.Loss with { AlarmEvery = before.Loss.AlarmEvery },
        Exchange = now.Exchange with { Timeout = before.Exchange.Timeout },
        Checkpoint = before.Checkpoint,
        Cluster = before.Cluster,
        Evaluate = before.Evaluate,
    };
}
