using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Svt;

// N views of clips, D width of an embedding, K outputs.

/// <summary>The layers of a student or a teacher.</summary>
internal interface ISvtNetwork
{
    /// <summary>Embeds a batch of views.</summary>
    IBackbone Backbone { get; }

    /// <summary>What the loss looks at.</summary>
    /// <param name="features">Of all views at once, [N, backbone's width].</param>
    /// <returns>Embeddings of unit length [N, D], and logits without a temperature [N, K]; both float32.</returns>
    (Tensor Embeddings, Tensor Logits) Head(Tensor features);

    /// <summary>The network that the recipe's target asks for.</summary>
    static ISvtNetwork Build(ModuleScope scope, Recipe recipe, bool isStudent) =>
        recipe.Loss.Target == LossTarget.Dino ? new DinoNetwork(scope, recipe) : new PredictingNetwork(scope, recipe, isStudent);
}

/// <summary>Backbone and DINO's head; student and teacher are alike.</summary>
internal sealed class DinoNetwork : ISvtNetwork
{
    private readonly DinoHead _head;

    public DinoNetwork(ModuleScope scope, Recipe recipe)
    {
        var head = recipe.Heads.Dino;
        Backbone = Backbones.Build(scope.In("backbone"), recipe.Model);
        _head = new DinoHead(scope.In("head"), Backbone.OutputWidth, head.Hidden, head.Bottleneck, head.Output);
    }

    public IBackbone Backbone { get; }

    public (Tensor Embeddings, Tensor Logits) Head(Tensor features)
    {
        var embeddings = _head.Embed(features);
        return (embeddings, _head.Logits(embeddings));
    }
}

/// <summary>Backbone, projector and, for a student, the predictor: SoGAR's, whose embeddings stand for logits.</summary>
internal sealed class PredictingNetwork : ISvtNetwork
{
    private readonly HeadLayer _projector;
    private readonly HeadLayer? _predictor;

    public PredictingNetwork(ModuleScope scope, Recipe recipe, bool isStudent)
    {
        var heads = recipe.Heads;
        Backbone = Backbones.Build(scope.In("backbone"), recipe.Model);
        _projector = new HeadLayer(scope.In("projector"), Backbone.OutputWidth, heads.ProjectorHidden, heads.Output);
        _predictor = isStudent ? new HeadLayer(scope.In("predictor"), heads.Output, heads.PredictorHidden, heads.Output) : null;
    }

    public IBackbone Backbone { get; }

    public (Tensor Embeddings, Tensor Logits) Head(Tensor features)
    {
        var embeddings = _projector.Forward(features).Normalize();
        return (embeddings, _predictor?.Forward(embeddings).Normalize() ?? embeddings);
    }
}
