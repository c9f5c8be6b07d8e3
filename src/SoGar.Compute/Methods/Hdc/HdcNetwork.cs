using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Hdc;

/// <summary>Backbone with a projector for each level and subtask (methods.md, E.2). Student and key encoder share the names.</summary>
internal sealed class HdcNetwork
{
    /// <summary>Name of <see cref="Uncertainty"/>.</summary>
    public const string UncertaintyName = "uncertainty";

    private readonly ImmutableArray<int> _levels;
    private readonly ImmutableArray<ImmutableArray<HdcProjector>> _projectors;

    /// <summary>Declares the network.</summary>
    /// <param name="scope">The root.</param>
    /// <param name="recipe">The run.</param>
    /// <param name="isStudent">Whether learned weights of levels belong to it.</param>
    public HdcNetwork(ModuleScope scope, Recipe recipe, bool isStudent)
    {
        Backbone = Backbones.BuildConv(scope.In("backbone"), recipe.Model);
        var layout = new HdcLayout(recipe.Hdc);
        var names = Backbone.Levels.Select(level => level.Name).ToList();
        _levels = [.. recipe.Hdc.Levels.Select(name => names.IndexOf(name) is >= 0 and var index
            ? index
            : throw new ArgumentException($"hdc.levels names {name}; model.backbone = {recipe.Model.Backbone} has {string.Join(", ", names)}"))];
        _projectors = [.. Enumerable.Range(0, layout.Subtasks).Select(subtask => _levels.Select(level =>
            new HdcProjector(scope.In(layout.NameOf(subtask)).In(names[level]), Backbone.Levels[level].Channels, recipe.Hdc.Output)).ToImmutableArray())];
        if (isStudent && recipe.Hdc.Weights == LevelWeights.Learned)
            Uncertainty = scope.Undecayed(UncertaintyName, layout.Subtasks, _levels.Length);
    }

    public ConvBackbone Backbone { get; }

    /// <summary>Learned log-variances of the losses, [subtasks, levels]; null where the recipe learns none.</summary>
    public Parameter? Uncertainty { get; }

    /// <summary>Means of the levels' maps, [V x B, C] each.</summary>
    public Tensor[] Features(Tensor clips)
    {
        var maps = Backbone.Maps(clips);
        return [.. _levels.Select(level => ConvBackbone.Pool(maps[level]))];
    }

    /// <summary>Unit vectors of a level for a subtask.</summary>
    public Tensor Project(int subtask, int level, Tensor features) => _projectors[subtask][level].Forward(features);
}

/// <summary><c>Linear, ReLU, Linear</c>, then unit length.</summary>
internal sealed class HdcProjector(ModuleScope scope, int inputs, int outputs)
{
    private readonly LinearLayer _first = new(scope.In("0"), inputs, inputs);
    private readonly LinearLayer _second = new(scope.In("2"), inputs, outputs);

    /// <summary>[B, C] to float32 [B, D].</summary>
    public Tensor Forward(Tensor features) => _second.Forward(_first.Forward(features).Relu()).To(DType.Float32).Normalize();
}
