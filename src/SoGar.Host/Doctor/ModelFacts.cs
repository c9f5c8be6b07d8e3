using System.Collections.Immutable;
using SoGar.Compute.Methods;
using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Protocol.Recipes;

namespace SoGar.Host.Doctor;

/// <summary>How large the networks of a recipe are and what they cost; from the recipe alone, nothing is computed.</summary>
/// <param name="Backbone">Its word in recipes.</param>
/// <param name="Features">Width of a clip's embedding.</param>
/// <param name="BackboneParameters">Parameters of the backbone.</param>
/// <param name="StudentParameters">Parameters of all that is trained.</param>
/// <param name="TeacherParameters">Parameters of the moving average; 0 without one.</param>
/// <param name="StateBytes">Memory of one trainer's weights, moments, statistics and committed state, and of the teacher.</param>
/// <param name="Levels">Where feature maps can be had; empty for a transformer.</param>
/// <param name="Clips">Each size of clip that the recipe shows the backbone.</param>
internal sealed record ModelFacts(
    string Backbone, int Features, long BackboneParameters, long StudentParameters, long TeacherParameters, long StateBytes,
    ImmutableArray<FeatureLevel> Levels, ImmutableArray<ClipCost> Clips)
{
    public static ModelFacts Of(Recipe recipe)
    {
        var scope = new ModuleScope();
        var backbone = Backbones.Build(scope, recipe.Model);
        var layouts = new MethodLayouts(MethodShelf.Of(recipe, samples: recipe.Batch));
        var moments = recipe.Optimizer.Rule == OptimizerRule.Sgd ? 1 : 2;
        var floats = (1L + moments) * layouts.Student.Length + layouts.StudentRunning.Length + layouts.Committed.Length + layouts.Teacher.Length;
        return new ModelFacts(
            recipe.Model.Backbone.ToString().ToLowerInvariant(), backbone.OutputWidth, NetworkParameters.LayoutOf(scope).Count, layouts.Student.Count,
            layouts.Teacher.Count, floats * sizeof(float), (backbone as ConvBackbone)?.Levels ?? [],
            [.. ClipsOf(recipe).Select(clip => clip.CostOf(backbone))]);
    }

    private static IEnumerable<ClipCost> ClipsOf(Recipe recipe)
    {
        var views = recipe.Views.Cut.SelectMany(
            view => view.Frames.Select(frames => new ClipCost($"view, {view.Role.ToString().ToLowerInvariant()}", frames, view.Size, 0)));
        return [.. views.Distinct(), new ClipCost("evaluation", recipe.Evaluate.Frames, recipe.Evaluate.Size, 0)];
    }
}

/// <summary>One size of clip and what a forward pass over it costs.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Frames">T.</param>
/// <param name="Size">Height and width in pixels.</param>
/// <param name="Gmac">Multiply-adds in thousands of millions.</param>
internal sealed record ClipCost(string Use, int Frames, int Size, double Gmac)
{
    public ClipCost CostOf(IBackbone backbone) => this with { Gmac = Math.Round(backbone.ProductsOf(Frames, Size, Size) / 1e9, 6) };
}
