using SoGar.Compute.Models;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Sogar;

/// <summary>A student's sight of the teacher: a network of its own, for its own thread, over the teacher's memory.</summary>
internal sealed class SogarTeacher : IDisposable
{
    private readonly SogarNetwork _network;
    private readonly NetworkParameters _parameters;
    private readonly BatchStatistics? _running;

    public SogarTeacher(Recipe recipe, TeacherState state)
    {
        var scope = new ModuleScope();
        _network = new SogarNetwork(scope, recipe, withPredictor: false);
        _parameters = new NetworkParameters(scope, state.Values);
        if (recipe.Teacher.BatchNorm == TeacherBatchNorm.EmaRunning)
            _running = new BatchStatistics(
                NetworkParameters.View(state.Running, state.Layouts.TeacherRunning["projector.1.running_mean"]),
                NetworkParameters.View(state.Running, state.Layouts.TeacherRunning["projector.1.running_var"]));
    }

    /// <summary>Embeddings of unit length, float32 [B, D], without a graph; belong to the open scope.</summary>
    public Tensor Embed(Tensor clips)
    {
        using var still = Grad.Disabled();
        var features = _network.Backbone.Forward(clips);
        var projected = _running is null ? _network.Projector.Forward(features).Output : _network.Projector.Forward(features, _running);
        return projected.Normalize();
    }

    public void Dispose()
    {
        _running?.Mean.Dispose();
        _running?.Variance.Dispose();
        _parameters.Dispose();
    }
}
