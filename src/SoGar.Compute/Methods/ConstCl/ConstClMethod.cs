using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.ConstCl;

/// <summary>
/// ConST-CL (methods.md, section D): clips of a video find each other, and so do the regions of one clip after seeing the other one as their context. Negatives
/// are those of the shard.
/// </summary>
public sealed class ConstClMethod(Recipe recipe, Epochs epochs) : PretrainingMethod(recipe, epochs)
{
    internal const string Global = "global";
    internal const string Local = "local";

    /// <inheritdoc/>
    public override IViewRule Views => new ConstClViews(Recipe);

    /// <inheritdoc/>
    public override ImmutableArray<string> Readings => [Global, Local, ShardReadings.EmbeddingStd, ShardReadings.ClipCosine];

    /// <inheritdoc/>
    public override void DeclareStudent(ModuleScope scope) => _ = new ConstClNetwork(scope, Recipe);

    /// <inheritdoc/>
    public override IShardStep Open(StepScene scene) => new ConstClStep(scene);
}
