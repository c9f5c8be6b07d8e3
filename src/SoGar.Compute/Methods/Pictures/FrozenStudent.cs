using SoGar.Compute.Checkpoints;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;
using Checkpoint = SoGar.Compute.Checkpoints.Checkpoint;

namespace SoGar.Compute.Methods.Pictures;

/// <summary>The whole student of a checkpoint, heads and all, to look at; its batch normalisations go by their running statistics. One thread's.</summary>
internal sealed class FrozenStudent<TNetwork> : IDisposable
{
    private readonly FlatBuffer _values;
    private readonly FlatBuffer _running;
    private readonly NetworkParameters _parameters;

    /// <summary>Reads the weights.</summary>
    /// <exception cref="CheckpointBrokenException">The checkpoint has changed on disk since it was written.</exception>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape: the checkpoint is of another recipe.</exception>
    public FrozenStudent(Recipe recipe, Checkpoint checkpoint, Func<ModuleScope, Recipe, TNetwork> build)
    {
        var scope = new ModuleScope();
        Network = build(scope, recipe with { Model = recipe.Model with { GradientCheckpointing = false } });
        var layout = NetworkParameters.LayoutOf(scope);
        (_values, _running) = (new FlatBuffer(layout.Length), FlatBuffer.For(scope.Norms.Layout));
        StateTensors.Load(
            [.. StateTensors.Of("student.", layout, _values), .. StateTensors.Of("student.", scope.Norms.Layout, _running)],
            checkpoint.ReadTensors(CheckpointPart.Student).ToDictionary(tensor => tensor.Name));
        _parameters = new NetworkParameters(scope, _values, running: _running);
        scope.Norms.Rule = NormRule.Running;
    }

    /// <summary>The network.</summary>
    public TNetwork Network { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        _parameters.Dispose();
        _values.Dispose();
        _running.Dispose();
    }
}
