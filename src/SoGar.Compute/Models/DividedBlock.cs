using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

// B clips, T frames, P patches of a frame, D width. The first of the 1 + T P tokens of a clip is CLS, the others follow frame by frame.

/// <summary>The shape of a batch of clips in tokens.</summary>
/// <param name="Clips">B.</param>
/// <param name="Frames">T.</param>
/// <param name="Rows">Patches from top to bottom.</param>
/// <param name="Columns">Patches from left to right.</param>
public readonly record struct TokenGrid(long Clips, long Frames, long Rows, long Columns)
{
    /// <summary>P.</summary>
    public long Patches => Rows * Columns;
}

/// <summary>
/// A block of divided space-time attention (methods.md, A.1): attention within each frame, attention along each patch track, MLP; pre-norm, residual.
/// The same parameters serve both orders.
/// </summary>
internal sealed class DividedBlock
{
    private readonly BlockOrder _order;
    private readonly NormLayer _norm1;
    private readonly AttentionLayer _attn;
    private readonly NormLayer _temporalNorm1;
    private readonly AttentionLayer _temporalAttn;
    private readonly LinearLayer _temporalFc;
    private readonly NormLayer _norm2;
    private readonly MlpLayer _mlp;
    private readonly DropPath _dropPath;

    public DividedBlock(ModuleScope scope, ModelRecipe recipe, DropPath dropPath)
    {
        _order = recipe.BlockOrder;
        _norm1 = new NormLayer(scope.In("norm1"), recipe.Width);
        _attn = new AttentionLayer(scope.In("attn"), recipe.Width, recipe.Heads);
        _temporalNorm1 = new NormLayer(scope.In("temporal_norm1"), recipe.Width);
        _temporalAttn = new AttentionLayer(scope.In("temporal_attn"), recipe.Width, recipe.Heads);
        _temporalFc = new LinearLayer(scope.In("temporal_fc"), recipe.Width, recipe.Width);
        _norm2 = new NormLayer(scope.In("norm2"), recipe.Width);
        _mlp = new MlpLayer(scope.In("mlp"), recipe.Width, (int)Math.Round(recipe.Width * recipe.MlpRatio));
        _dropPath = dropPath;
    }

    /// <summary>All tokens to all tokens, [B, 1 + T P, D]; float32.</summary>
    public Tensor Forward(Tensor tokens, TokenGrid grid, DropPathKey? key)
    {
        var (cls_B1D, patches_BTPD) = Part(tokens, grid);
        if (_order == BlockOrder.TimeSpace)
            patches_BTPD = Temporal(patches_BTPD, grid, key);
        (cls_B1D, patches_BTPD) = Spatial(cls_B1D, patches_BTPD, grid, key);
        if (_order == BlockOrder.SpaceTime)
            patches_BTPD = Temporal(patches_BTPD, grid, key);
        return Mlp(F.Cat([cls_B1D, patches_BTPD.Reshape(grid.Clips, -1, tokens.Size(-1))], 1), grid, key);
    }

    /// <summary>
    /// The CLS token alone, [B, 1, D]: what <see cref="Forward"/> gives in its first row, without what only the other rows need. With space before
    /// time that leaves temporal attention out, since CLS takes no part in it.
    /// </summary>
    public Tensor ForwardCls(Tensor tokens, TokenGrid grid, DropPathKey? key)
    {
        var (cls_B1D, patches_BTPD) = Part(tokens, grid);
        if (_order == BlockOrder.TimeSpace)
            patches_BTPD = Temporal(patches_BTPD, grid, key);
        var r_BT1D = _attn.AlongY(_norm1.Forward(Frames(cls_B1D, patches_BTPD, grid)), queries: 1);
        r_BT1D = _dropPath.Apply(r_BT1D, Branch.Spatial, [grid.Clips, grid.Frames, 1, 1], key);
        return Mlp(cls_B1D + r_BT1D.Mean(1), grid, key);
    }

    /// <summary>How much CLS looks at each patch of each frame, [B, T, heads, P]; each row sums to less than 1, CLS itself taking the rest.</summary>
    public Tensor AttentionOfCls(Tensor tokens, TokenGrid grid)
    {
        var (cls_B1D, patches_BTPD) = Part(tokens, grid);
        if (_order == BlockOrder.TimeSpace)
            patches_BTPD = Temporal(patches_BTPD, grid, key: null);
        return _attn.WeightsOfFirst(_norm1.Forward(Frames(cls_B1D, patches_BTPD, grid))).Narrow(3, 1, grid.Patches);
    }

    private static (Tensor Cls_B1D, Tensor Patches_BTPD) Part(Tensor tokens, TokenGrid grid)
    {
        var patches = tokens.Narrow(1, 1, grid.Frames * grid.Patches);
        return (tokens.Narrow(1, 0, 1), patches.Reshape(grid.Clips, grid.Frames, grid.Patches, tokens.Size(-1)));
    }

    private static Tensor Frames(Tensor cls_B1D, Tensor patches_BTPD, TokenGrid grid) =>
        F.Cat([cls_B1D.Unsqueeze(1).Expand(grid.Clips, grid.Frames, 1, cls_B1D.Size(-1)), patches_BTPD], 2);

    private (Tensor Cls_B1D, Tensor Patches_BTPD) Spatial(Tensor cls_B1D, Tensor patches_BTPD, TokenGrid grid, DropPathKey? key)
    {
        var r = _attn.AlongY(_norm1.Forward(Frames(cls_B1D, patches_BTPD, grid)));
        r = _dropPath.Apply(r, Branch.Spatial, [grid.Clips, grid.Frames, 1, 1], key);
        return (cls_B1D + r.Narrow(2, 0, 1).Mean(1), patches_BTPD + r.Narrow(2, 1, grid.Patches));
    }

    private Tensor Temporal(Tensor patches_BTPD, TokenGrid grid, DropPathKey? key)
    {
        var r = _temporalAttn.AlongX(_temporalNorm1.Forward(patches_BTPD));
        r = _dropPath.Apply(r, Branch.Temporal, [grid.Clips, 1, grid.Patches, 1], key);
        return patches_BTPD + _temporalFc.Forward(r);
    }

    private Tensor Mlp(Tensor tokens, TokenGrid grid, DropPathKey? key) =>
        tokens + _dropPath.Apply(_mlp.Forward(_norm2.Forward(tokens)), Branch.Mlp, [grid.Clips, 1, 1], key);
}
