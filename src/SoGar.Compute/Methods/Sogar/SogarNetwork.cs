using SoGar.Compute.Models;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>The layers of a student or a teacher (methods.md, B.2); they compute once <see cref="NetworkParameters"/> has bound them to memory.</summary>
internal sealed class SogarNetwork
{
    /// <summary>Declares backbone, projector and, for a student, the predictor.</summary>
    public SogarNetwork(ModuleScope scope, Recipe recipe, bool withPredictor)
    {
        var heads = recipe.Heads;
        // Drop path is off in the teacher: it is never given a key.
        Backbone = Backbones.Build(scope.In("backbone"), recipe.Model);
        Projector = new HeadLayer(scope.In("projector"), Backbone.OutputWidth, heads.ProjectorHidden, heads.Output);
        Predictor = withPredictor ? new HeadLayer(scope.In("predictor"), heads.Output, heads.PredictorHidden, heads.Output) : null;
    }

    public IBackbone Backbone { get; }

    public HeadLayer Projector { get; }

    public HeadLayer? Predictor { get; }
}
