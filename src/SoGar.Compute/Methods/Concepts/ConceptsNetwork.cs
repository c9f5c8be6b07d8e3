using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Concepts;

// B clips, K concepts, C width of the backbone.

/// <summary>Backbone, projections, prototypes, decoders and concept attention (methods.md, C.2).</summary>
internal sealed class ConceptsNetwork
{
    /// <summary>Names of the prototypes, which have rows of unit length and rest in the first epochs.</summary>
    public static readonly string[] PrototypeNames = ["prototypes.static.weight", "prototypes.dynamic.weight", "prototypes.video.weight"];

    /// <summary>Where the attention's parameters stand.</summary>
    public const string AttentionPrefix = "attention.";

    private readonly HeadLayer _projectVideo;
    private readonly HeadLayer _projectStatic;
    private readonly HeadLayer _projectDynamic;
    private readonly Parameter _static;
    private readonly Parameter _dynamic;
    private readonly Parameter _video;
    private readonly HeadLayer _decodeStatic;
    private readonly HeadLayer _decodeDynamic;
    private readonly HeadLayer _decodeVideo;
    private readonly ConceptAttentionLayer _attention;
    private readonly InstanceHead? _instanceVideo;
    private readonly InstanceHead? _instanceStatic;
    private readonly InstanceHead? _instanceDynamic;
    private readonly ConceptsRecipe _recipe;

    public ConceptsNetwork(ModuleScope scope, Recipe recipe)
    {
        _recipe = recipe.Concepts;
        Backbone = Backbones.BuildConv(scope.In("backbone"), recipe.Model);
        var width = Backbone.OutputWidth;
        _projectVideo = new HeadLayer(scope.In("project.video"), width, width, width);
        _projectStatic = new HeadLayer(scope.In("project.static"), width, width, width);
        _projectDynamic = new HeadLayer(scope.In("project.dynamic"), width, width, width);
        _static = scope.In("prototypes.static").Weight("weight", _recipe.Static, width);
        _dynamic = scope.In("prototypes.dynamic").Weight("weight", _recipe.Dynamic, width);
        _video = scope.In("prototypes.video").Weight("weight", _recipe.All(), width);
        _decodeStatic = new HeadLayer(scope.In("decode.static"), _recipe.Static, width, width);
        _decodeDynamic = new HeadLayer(scope.In("decode.dynamic"), _recipe.Dynamic, width, width);
        _decodeVideo = new HeadLayer(scope.In("decode.video"), _recipe.All(), width, width);
        _attention = new ConceptAttentionLayer(scope.In("attention"), width, _recipe.Attention);
        if (_recipe.InstanceWeight == 0) return;
        _instanceVideo = new InstanceHead(scope.In("instance.video"), width, _recipe.InstanceOutput);
        _instanceStatic = new InstanceHead(scope.In("instance.static"), width, _recipe.InstanceOutput);
        _instanceDynamic = new InstanceHead(scope.In("instance.dynamic"), width, _recipe.InstanceOutput);
    }

    public ConvBackbone Backbone { get; }

    /// <summary>The first rows speak of what stands still, the others of what moves.</summary>
    public Tensor VideoPrototypes => _video.Value;

    /// <summary>What is to be known of the static views.</summary>
    public ConceptsView Static(Tensor map) => new(map, _projectStatic, _static.Value, _decodeStatic, _instanceStatic);

    /// <summary>What is to be known of the dynamic views.</summary>
    public ConceptsView Dynamic(Tensor map) => new(map, _projectDynamic, _dynamic.Value, _decodeDynamic, _instanceDynamic);

    /// <summary>What is to be known of the videos.</summary>
    public ConceptsView Video(Tensor map) => new(map, _projectVideo, _video.Value, _decodeVideo, _instanceVideo);

    /// <summary>Features of concepts in the map of a view.</summary>
    public Tensor Find(Tensor prototypes_KC, ConceptsView view) => _attention.Forward(prototypes_KC, view.Tokens);

    /// <summary>Where concepts look in the map of a view, [B, K, positions].</summary>
    public Tensor Attention(Tensor prototypes_KC, ConceptsView view) => _attention.Weights(prototypes_KC, view.Tokens);
}

/// <summary>The released code's head for the contrast of whole clips: <c>Linear, ReLU, Linear</c>.</summary>
internal sealed class InstanceHead(ModuleScope scope, int inputs, int outputs)
{
    private readonly LinearLayer _first = new(scope.In("0"), inputs, inputs);
    private readonly LinearLayer _second = new(scope.In("2"), inputs, outputs);

    /// <summary>[B, In] to unit vectors, float32 [B, Out].</summary>
    public Tensor Forward(Tensor input) => _second.Forward(_first.Forward(input).Relu()).To(DType.Float32).Normalize();
}
