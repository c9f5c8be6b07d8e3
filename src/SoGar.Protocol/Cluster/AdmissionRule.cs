using SoGar.Protocol.Cluster.Messages;
using SoGar.Protocol.Recipes;

namespace SoGar.Protocol.Cluster;

/// <summary>What all nodes of a run have in common.</summary>
/// <param name="Recipe">Digest of what of the recipe the result depends on.</param>
/// <param name="Data">Digest of the data set's sample identities.</param>
/// <param name="SampleCount">Samples of the data set.</param>
/// <param name="Profile">The numeric profile.</param>
public sealed record CommonGround(Digest Recipe, Digest Data, int SampleCount, string Profile);

/// <summary>Who may take part in a run, and when there are enough. Pure.</summary>
public static class AdmissionRule
{
    /// <summary>Why a node that makes this offer cannot take part: what was found and what would work; null where it can.</summary>
    public static string? Refusal(NodeOffer offer, CommonGround run, ProfileRule profiles) => offer switch
    {
        { Trainers: < 1 } => "it offers no trainers",
        _ when offer.Recipe != run.Recipe =>
            $"its recipe gives another result (digest {offer.Recipe}) than the run's ({run.Recipe}); start it with the recipe of the run",
        _ when offer.Data != run.Data =>
            $"its data set has other samples ({offer.SampleCount}, digest {offer.Data}) than the run's ({run.SampleCount}, {run.Data}); give it the same " +
            "videos",
        _ when profiles == ProfileRule.Same && offer.Profile != run.Profile =>
            $"its numeric profile is '{offer.Profile}', the run's is '{run.Profile}'; cluster.profiles = mixed would take it, and give up equal bits",
        _ => null,
    };

    /// <summary>Whether a first generation should be formed now of <paramref name="present"/> nodes.</summary>
    /// <param name="present">Nodes that can begin.</param>
    /// <param name="expected">Nodes that were announced; 1 where nobody knows.</param>
    /// <param name="waited">Since the supervisor took over.</param>
    /// <param name="recipe">Fewest nodes, and how long to wait for more.</param>
    public static bool IsTimeToBegin(int present, int expected, TimeSpan waited, ClusterRecipe recipe) =>
        present >= Math.Max(expected, recipe.MinNodes) || (present >= recipe.MinNodes && waited >= recipe.Gather);
}
