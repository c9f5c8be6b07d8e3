using SoGar.Compute.Models;
using SoGar.Compute.Objectives.Concepts;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Concepts;

// B clips, K concepts, N positions of a feature map, C width.

/// <summary>
/// What concepts find in a feature map (methods.md, C.5): one turn of slot attention with its projections, residual and MLP, or plain attention, in which
/// nothing is learned.
/// </summary>
internal sealed class ConceptAttentionLayer
{
    private readonly int _width;
    private readonly ConceptAttentionForm _form;
    private readonly NormLayer? _tokenNorm;
    private readonly NormLayer? _queryNorm;
    private readonly NormLayer? _mlpNorm;
    private readonly Parameter? _query;
    private readonly Parameter? _key;
    private readonly Parameter? _value;
    private readonly LinearLayer? _first;
    private readonly LinearLayer? _second;

    public ConceptAttentionLayer(ModuleScope scope, int width, ConceptAttentionForm form)
    {
        (_width, _form) = (width, form);
        if (form == ConceptAttentionForm.Plain) return;
        _tokenNorm = new NormLayer(scope.In("norm_input"), width);
        _queryNorm = new NormLayer(scope.In("norm_slots"), width);
        _query = scope.In("to_q").Weight("weight", width, width);
        _key = scope.In("to_k").Weight("weight", width, width);
        _value = scope.In("to_v").Weight("weight", width, width);
        _mlpNorm = new NormLayer(scope.In("norm_pre_ff"), width);
        _first = new LinearLayer(scope.In("mlp.0"), width, width / 2);
        _second = new LinearLayer(scope.In("mlp.2"), width / 2, width);
    }

    /// <summary>Features of each concept.</summary>
    /// <param name="prototypes_KC">The concepts.</param>
    /// <param name="tokens_BNC">Positions of a map.</param>
    /// <returns>float32 [B, K, C].</returns>
    public Tensor Forward(Tensor prototypes_KC, Tensor tokens_BNC)
    {
        if (_form == ConceptAttentionForm.Plain) return ConceptAttention.Plain(prototypes_KC, tokens_BNC, tokens_BNC, Scale);
        var (query, tokens) = Projected(prototypes_KC, tokens_BNC);
        var found = prototypes_KC + ConceptAttention.Slot(query, F.Linear(tokens, _key!.Value), F.Linear(tokens, _value!.Value), Scale);
        return found + _second!.Forward(_first!.Forward(_mlpNorm!.Forward(found)).Relu());
    }

    /// <summary>How much each concept looks at each position.</summary>
    /// <inheritdoc cref="Forward"/>
    /// <returns>float32 [B, K, N]; those of a concept sum to 1.</returns>
    public Tensor Weights(Tensor prototypes_KC, Tensor tokens_BNC)
    {
        if (_form == ConceptAttentionForm.Plain) return ConceptAttention.PlainWeights(prototypes_KC, tokens_BNC, Scale);
        var (query, tokens) = Projected(prototypes_KC, tokens_BNC);
        return ConceptAttention.SlotWeights(query, F.Linear(tokens, _key!.Value), Scale);
    }

    private double Scale => 1 / Math.Sqrt(_width);

    private (Tensor Query, Tensor Tokens) Projected(Tensor prototypes_KC, Tensor tokens_BNC) =>
        (F.Linear(_queryNorm!.Forward(prototypes_KC), _query!.Value), _tokenNorm!.Forward(tokens_BNC));
}
