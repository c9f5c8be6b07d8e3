using System.Collections.Immutable;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Evaluation;

/// <summary>
/// The ways in which a frozen backbone looks at one clip (methods.md, A.1, "slow-fast inference"): few large frames, and with <c>evaluate.fast</c>
/// many small ones too, through the same weights.
/// </summary>
internal sealed class ClipLooks(EvaluateRecipe recipe)
{
    /// <summary>Frames and size of each look, the slow one first.</summary>
    public ImmutableArray<ClipLook> All { get; } =
        recipe.Fast.Frames > 0 ? [new(recipe.Frames, recipe.Size), new(recipe.Fast.Frames, recipe.Fast.Size)] : [new(recipe.Frames, recipe.Size)];

    /// <summary>Width of a clip's feature where one look gives <paramref name="width"/>.</summary>
    public int WidthOf(int width) => recipe.Fast.Join == FastJoin.Concat ? width * All.Length : width;

    /// <summary>Puts what the looks gave together.</summary>
    /// <param name="looks">One array per look, [clips, width]; borrowed.</param>
    /// <param name="width">Of one look.</param>
    /// <param name="features">Receives [clips, <see cref="WidthOf"/>].</param>
    public void Join(IReadOnlyList<float[]> looks, int width, Span<float> features)
    {
        var whole = WidthOf(width);
        for (var clip = 0; clip < features.Length / whole; clip++)
        {
            var feature = features.Slice(clip * whole, whole);
            for (var look = 0; look < looks.Count; look++)
            {
                var part = looks[look].AsSpan(clip * width, width);
                if (recipe.Fast.Join == FastJoin.Concat) part.CopyTo(feature[(look * width)..]);
                else for (var i = 0; i < width; i++) feature[i] = (look == 0 ? 0 : feature[i]) + part[i] / looks.Count;
            }
        }
    }
}

/// <summary>One look at a clip.</summary>
/// <param name="Frames">Frames that are taken.</param>
/// <param name="Size">Height and width in pixels.</param>
internal readonly record struct ClipLook(int Frames, int Size)
{
    /// <summary>Floats of the look at one clip.</summary>
    public int Length => checked(3 * Frames * Size * Size);

    /// <summary>The shape of a batch of them.</summary>
    public long[] ShapeOf(int clips) => [clips, 3, Frames, Size, Size];
}
