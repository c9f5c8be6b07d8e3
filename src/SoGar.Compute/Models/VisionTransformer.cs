using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

// B clips of T frames, P = Rows x Columns patches of a frame, D width; tokens as in DividedBlock.

/// <summary>
/// The backbone: a vision transformer with divided space-time attention over clips of any length and size (methods.md, A.1).
/// Parameters carry TimeSformer's names. Deterministic: drop path draws from the key that a pass is given, nothing from ambient generators.
/// </summary>
public sealed class VisionTransformer : IBackbone
{
    private readonly ModelRecipe _recipe;
    private readonly Parameter _clsToken;
    private readonly Parameter _posEmbed;
    private readonly Parameter _timeEmbed;
    private readonly Parameter _patchWeight;
    private readonly Parameter _patchBias;
    private readonly DividedBlock[] _blocks;
    private readonly NormLayer _norm;

    /// <summary>Declares the network's parameters in <paramref name="scope"/>.</summary>
    /// <exception cref="ArgumentException">The width is no multiple of the heads.</exception>
    public VisionTransformer(ModuleScope scope, ModelRecipe recipe)
    {
        if (recipe.Width % recipe.Heads != 0)
            throw new ArgumentException($"model.width {recipe.Width} is no multiple of model.heads {recipe.Heads}", nameof(recipe));
        _recipe = recipe;
        _clsToken = scope.Undecayed("cls_token", 1, 1, recipe.Width);
        _posEmbed = scope.Undecayed("pos_embed", 1, 1 + recipe.Grid * recipe.Grid, recipe.Width);
        _timeEmbed = scope.Undecayed("time_embed", 1, recipe.Frames, recipe.Width);
        _patchWeight = scope.In("patch_embed").In("proj").Weight("weight", recipe.Width, 3, recipe.Patch, recipe.Patch);
        _patchBias = scope.In("patch_embed").In("proj").Undecayed("bias", recipe.Width);
        _blocks = [.. Enumerable.Range(0, recipe.Depth).Select(layer => new DividedBlock(scope.In("blocks").In($"{layer}"), recipe, DropPathOf(layer)))];
        _norm = new NormLayer(scope.In("norm"), recipe.Width);
    }

    /// <summary>Width of a clip's embedding.</summary>
    public int OutputWidth => _recipe.Pool == Pooling.ClsAndMean ? 2 * _recipe.Width : _recipe.Width;

    /// <summary>Embeds clips.</summary>
    /// <param name="clips">float32 [B, 3, T, H, W], normalised; borrowed. Rows and columns beyond a multiple of the patch are left out.</param>
    /// <param name="key">Keys drop path; null outside of training.</param>
    /// <returns>float32 [B, <see cref="OutputWidth"/>]; belongs to the open scope.</returns>
    public Tensor Forward(Tensor clips, DropPathKey? key = null)
    {
        var grid = GridOf(clips);
        var tokens = Trunk(Embed(clips, grid), grid, key);
        var last = _blocks[^1];
        // Nobody looks at the patches behind the last block when CLS stands for the clip.
        if (_recipe.Pool == Pooling.Cls)
            return _norm.Forward(Run(last.ForwardCls, tokens, grid, key)).Squeeze(1);
        var normed = _norm.Forward(Run(last.Forward, tokens, grid, key));
        var mean_BD = normed.Narrow(1, 1, grid.Frames * grid.Patches).Mean(1);
        return _recipe.Pool == Pooling.MeanPatch ? mean_BD : F.Cat([normed.Select(1, 0), mean_BD], 1);
    }

    /// <summary>The normalised patch tokens behind the last block, for dense tasks.</summary>
    /// <param name="clips">As in <see cref="Forward"/>.</param>
    /// <param name="key">As in <see cref="Forward"/>.</param>
    /// <returns>float32 [B, T, Rows, Columns, D].</returns>
    public Tensor ForwardTokens(Tensor clips, DropPathKey? key = null)
    {
        var grid = GridOf(clips);
        var normed = _norm.Forward(Run(_blocks[^1].Forward, Trunk(Embed(clips, grid), grid, key), grid, key));
        return normed.Narrow(1, 1, grid.Frames * grid.Patches).Reshape(grid.Clips, grid.Frames, grid.Rows, grid.Columns, _recipe.Width);
    }

    /// <summary>How much CLS looks at each patch of each frame in the last block's spatial attention, averaged over the heads.</summary>
    /// <param name="clips">As in <see cref="Forward"/>.</param>
    /// <returns>float32 [B, T, Rows, Columns].</returns>
    public Tensor AttentionOfCls(Tensor clips)
    {
        var grid = GridOf(clips);
        var weights_BTHP = _blocks[^1].AttentionOfCls(Trunk(Embed(clips, grid), grid, key: null), grid);
        return weights_BTHP.To(DType.Float32).Mean(2).Reshape(grid.Clips, grid.Frames, grid.Rows, grid.Columns);
    }

    /// <inheritdoc/>
    public long ProductsOf(int frames, int height, int width)
    {
        var patches = (long)(height / _recipe.Patch) * (width / _recipe.Patch);
        var (tokens, d) = (patches * frames, (long)_recipe.Width);
        var time = 5 * tokens * d * d + 2 * patches * frames * frames * d;                          // qkv, proj and temporal_fc; both products of attention
        var space = 4 * (tokens + frames) * d * d + 2 * frames * (patches + 1) * (patches + 1) * d;
        var mlp = 2 * (tokens + 1) * d * (long)(_recipe.MlpRatio * d);
        return tokens * 3 * _recipe.Patch * _recipe.Patch * d + _recipe.Depth * (time + space + mlp);
    }

    private DropPath DropPathOf(int layer) =>
        new(layer, _recipe.Depth > 1 ? _recipe.DropPath * layer / (_recipe.Depth - 1) : 0, _recipe.DropPathScope);

    private TokenGrid GridOf(Tensor clips)
    {
        if (clips.Rank != 5 || clips.Size(1) != 3 || clips.Size(3) < _recipe.Patch || clips.Size(4) < _recipe.Patch)
            throw new ArgumentException($"clips are [B, 3, T, H, W] with H and W of at least {_recipe.Patch}, not {clips}", nameof(clips));
        return new TokenGrid(clips.Size(0), clips.Size(2), clips.Size(3) / _recipe.Patch, clips.Size(4) / _recipe.Patch);
    }

    // The convolution of the paper, kernel and stride equal, as a product of unfolded patches: its bf16 gradient takes three times as long in libtorch 1.13.
    private Tensor Embed(Tensor clips, TokenGrid grid)
    {
        var patch = (long)_recipe.Patch;
        var columns = clips.Narrow(3, 0, grid.Rows * patch).Narrow(4, 0, grid.Columns * patch)
            .Reshape(grid.Clips, 3, grid.Frames, grid.Rows, patch, grid.Columns, patch)
            .Permute(0, 2, 3, 5, 1, 4, 6)
            .Reshape(grid.Clips, grid.Frames, grid.Patches, 3 * patch * patch);
        var patches_BTPD = F.Linear(columns, _patchWeight.Value.Flatten(1), _patchBias.Value);

        var positions = _posEmbed.Value;
        var space_1PD = EmbeddingTables.Space(positions.Narrow(1, 1, positions.Size(1) - 1), grid.Rows, grid.Columns, _recipe.Interpolation);
        var time_1TD = EmbeddingTables.Time(_timeEmbed.Value, grid.Frames, _recipe.Interpolation);
        patches_BTPD += space_1PD.Unsqueeze(1) + time_1TD.Unsqueeze(2);

        var cls_11D = _clsToken.Value + positions.Narrow(1, 0, 1);
        return F.Cat([cls_11D.Expand(grid.Clips, 1, _recipe.Width), patches_BTPD.View(grid.Clips, -1, _recipe.Width)], 1);
    }

    private Tensor Trunk(Tensor tokens, TokenGrid grid, DropPathKey? key)
    {
        foreach (var block in _blocks.AsSpan(..^1)) tokens = Run(block.Forward, tokens, grid, key);
        return tokens;
    }

    // A block gives its temporaries back at its end: those of all blocks together would be 24 GB where the teacher sees two clips at 480 pixels.
    private Tensor Run(Func<Tensor, TokenGrid, DropPathKey?, Tensor> block, Tensor tokens, TokenGrid grid, DropPathKey? key)
    {
        using var scope = TensorScope.Open();
        return scope.Keep(_recipe.GradientCheckpointing ? GradientCheckpoint.Run(input => block(input, grid, key), tokens) : block(tokens, grid, key));
    }
}
