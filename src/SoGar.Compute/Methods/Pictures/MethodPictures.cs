using SoGar.Compute.Data;
using SoGar.Compute.Pictures;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;
using Checkpoint = SoGar.Compute.Checkpoints.Checkpoint;

namespace SoGar.Compute.Methods.Pictures;

/// <summary>Pictures of what only one method has: concepts (methods.md, C.5) and regions in their context (D.3).</summary>
public static class MethodPictures
{
    private const int MostClips = 4;

    /// <summary>Draws what the run's method has to show; nothing where it has nothing, or where the recipe leaves that part untrained.</summary>
    /// <param name="run">Its name, for the title.</param>
    /// <param name="recipe">The run's.</param>
    /// <param name="checkpoint">Of the run.</param>
    /// <param name="samples">Clips; the first few are drawn.</param>
    /// <param name="limits">Bounds on the files.</param>
    /// <returns>File name and picture of each.</returns>
    /// <exception cref="VideoException">A clip cannot be read.</exception>
    public static IEnumerable<(string File, RgbImage Image)> Draw(
        string run, Recipe recipe, Checkpoint checkpoint, IReadOnlyList<Sample> samples, VideoLimits limits)
    {
        var shown = samples.Take(MostClips).ToList();
        if (shown.Count == 0) yield break;
        if (recipe is { Method: Method.Concepts, Concepts.LocalWeight: > 0 })
            yield return ("concepts.png", ConceptPicture.Draw(run, recipe, checkpoint, shown, limits));
        if (recipe is { Method: Method.ConstCl, ConstCl: { LocalWeight: > 0, Context: > 0 } })
            yield return ("regions.png", RegionPicture.Draw(run, recipe, checkpoint, shown, limits));
    }
}
