using System.Collections.Immutable;

namespace SoGar.Protocol.Recipes;

/// <summary>The backbone. Defaults are ViT-B with divided space-time attention (methods.md, A.1); convolutional ones read <see cref="Conv"/> alone.</summary>
public sealed record ModelRecipe
{
    /// <summary>Which network.</summary>
    public Backbone Backbone { get; init; } = Backbone.Vit;

    /// <summary>Width and depth of a convolutional backbone.</summary>
    public ConvRecipe Conv { get; init; } = new();

    /// <summary>Blocks.</summary>
    public int Depth { get; init; } = 12;

    /// <summary>Width of a token; a multiple of <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 768;

    /// <summary>Attention heads.</summary>
    public int Heads { get; init; } = 12;

    /// <summary>Hidden width of the MLP over <see cref="Width"/>.</summary>
    public double MlpRatio { get; init; } = 4;

    /// <summary>Side of a patch in pixels.</summary>
    public int Patch { get; init; } = 16;

    /// <summary>Patches along a side in the stored position table; other grids are interpolated.</summary>
    public int Grid { get; init; } = 14;

    /// <summary>Rows of the stored time table; other lengths are interpolated.</summary>
    public int Frames { get; init; } = 8;

    /// <summary>Which attention a block computes first.</summary>
    public BlockOrder BlockOrder { get; init; } = BlockOrder.SpaceTime;

    /// <summary>What stands for the clip.</summary>
    public Pooling Pool { get; init; } = Pooling.Cls;

    /// <summary>Drop-path rate of the last block; lower ones rise to it linearly from 0.</summary>
    public double DropPath { get; init; } = 0.1;

    /// <summary>What one drop-path mask covers.</summary>
    public DropPathScope DropPathScope { get; init; } = DropPathScope.Row;

    /// <summary>How position and time tables are resized.</summary>
    public Interpolation Interpolation { get; init; } = Interpolation.Nearest;

    /// <summary>Initial weights.</summary>
    public ModelInit Init { get; init; } = ModelInit.Official;

    /// <summary>A safetensors file that backbone weights are taken from by name; empty for none.</summary>
    public string Weights { get; init; } = "";

    /// <summary>Recomputes each block in the backward pass: less memory, a third more time.</summary>
    public bool GradientCheckpointing { get; init; }

    /// <summary>The least height and width of a view, in pixels: a patch, or what pooling leaves a pixel of.</summary>
    public int Grain() => Backbone == Backbone.Vit ? Patch : Backbone == Backbone.S3d ? 32 : 16;

    /// <summary>The fewest frames of a view: S3D halves them three times and pools pairs without padding.</summary>
    public int FewestFrames() => Backbone == Backbone.S3d ? 8 : 1;
}

/// <summary>Width and depth of a convolutional backbone (methods.md, A.2-A.4).</summary>
public sealed record ConvRecipe
{
    /// <summary>Channels behind the stem; deeper stages are multiples of it. 64 is the published width.</summary>
    public int Width { get; init; } = 64;

    /// <summary>Blocks of each stage; empty for the published numbers. s3d has a fixed number.</summary>
    public ImmutableArray<int> Blocks { get; init; } = [];

    /// <summary><see cref="Blocks"/>, or the published numbers where it is empty.</summary>
    public ImmutableArray<int> BlocksOr(params ImmutableArray<int> published) => Blocks.IsDefaultOrEmpty ? published : Blocks;
}

/// <summary>The backbones.</summary>
public enum Backbone
{
    /// <summary>Vision transformer with divided space-time attention.</summary>
    Vit,

    /// <summary>R(2+1)D-18.</summary>
    R2plus1d,

    /// <summary>R3D-18.</summary>
    R3d,

    /// <summary>S3D.</summary>
    S3d,

    /// <summary>R3D-50 with one last stage.</summary>
    R3d50,

    /// <summary>R3D-50 with a last stage for the clip and one for regions.</summary>
    R3d50y,
}

/// <summary>Which attention of a divided block comes first.</summary>
public enum BlockOrder
{
    /// <summary>Space, then time: the order of the SoGAR slides.</summary>
    SpaceTime,

    /// <summary>Time, then space: TimeSformer's and SVT's, needed for their weights.</summary>
    TimeSpace,
}

/// <summary>What stands for the clip.</summary>
public enum Pooling
{
    /// <summary>The class token.</summary>
    Cls,

    /// <summary>The mean of the patch tokens.</summary>
    MeanPatch,

    /// <summary>Both, side by side: twice the width.</summary>
    ClsAndMean,
}

/// <summary>What one drop-path mask covers.</summary>
public enum DropPathScope
{
    /// <summary>A row of the tensor it is applied to: a patch track, a frame or a clip (the released code).</summary>
    Row,

    /// <summary>A clip.</summary>
    Clip,
}

/// <summary>How position and time tables are resized.</summary>
public enum Interpolation
{
    /// <summary>Nearest neighbour (the released code).</summary>
    Nearest,

    /// <summary>Bicubic in space, linear in time.</summary>
    Smooth,
}

/// <summary>Initial weights of a backbone.</summary>
public enum ModelInit
{
    /// <summary>The released code's: truncated normals, <c>temporal_fc</c> and the time table zero (methods.md, A.1).</summary>
    Official,

    /// <summary>Xavier-uniform linear layers, <c>temporal_fc</c> not zero, sinusoidal tables of amplitude 0.5 (demo-task.md, section 2).</summary>
    Motion,
}
