using SoGar.Compute.Models;
using SoGar.Compute.Regions;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation.Localisation;

// B clips, N boxes of a clip, C channels.

/// <summary>Actions of people (methods.md, F.4): what the action transformer says of each box, then a linear layer with a sigmoid class each.</summary>
internal sealed class ActionHead
{
    private readonly PeopleTransformer _people;
    private readonly LinearLayer _classes;

    /// <summary>Declares the parameters.</summary>
    public ActionHead(ModuleScope scope, int channels, LocaliseRecipe recipe, int actions)
    {
        _people = new PeopleTransformer(scope, channels, recipe);
        _classes = new LinearLayer(scope.In("fc"), _people.Width, actions);
    }

    /// <summary>Scores of each action for each box.</summary>
    /// <param name="slice_BHWC">Features of the key frame.</param>
    /// <param name="boxes">N of each clip, clip after clip.</param>
    /// <returns>float32 [B, N, actions], before the sigmoid.</returns>
    public Tensor Forward(Tensor slice_BHWC, ReadOnlySpan<RegionBox> boxes) => _classes.Forward(_people.Embed(slice_BHWC, boxes)).To(DType.Float32);
}
