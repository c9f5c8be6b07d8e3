using System.Collections.Immutable;
using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Concepts;

/// <summary>
/// Static and dynamic concepts (methods.md, section C): a video is said by few prototypes of what stands still and of what moves, alike in a frame that stands,
/// in differences of frames and in the frames themselves.
/// </summary>
public sealed class ConceptsMethod : PretrainingMethod
{
    internal const string Alignment = "alignment";
    internal const string Local = "local";
    internal const string Fidelity = "fidelity";
    internal const string Diversity = "diversity";
    internal const string Instance = "instance";

    private readonly ImmutableArray<KeyQueue> _queues;

    /// <summary>The method of a run.</summary>
    public ConceptsMethod(Recipe recipe, Epochs epochs)
        : base(recipe, epochs)
    {
        var concepts = recipe.Concepts;
        StaticCodes = Codes("codes.static", concepts.Static);
        DynamicCodes = Codes("codes.dynamic", concepts.Dynamic);
        VideoCodes = Codes("codes.video", concepts.All());
        _queues = concepts.Queue > 0 ? [StaticCodes, DynamicCodes, VideoCodes] : [];
        LocalFrom = epochs.StepsOf(concepts.LocalFrom);
        QueueFrom = epochs.StepsOf(concepts.QueueFrom);
    }

    /// <inheritdoc/>
    public override IViewRule Views => new ConceptsViews(Recipe);

    /// <inheritdoc/>
    public override ImmutableArray<CommittedTensor> Committed => [.. _queues.Select(queue => queue.Tensor)];

    /// <inheritdoc/>
    public override ImmutableArray<SummedTensor> Sums => [.. _queues.Select(queue => queue.Keys)];

    /// <inheritdoc/>
    public override ImmutableArray<string> Readings => [Alignment, Local, Fidelity, Diversity, Instance];

    /// <summary>Codes of earlier steps, by kind of view.</summary>
    internal KeyQueue StaticCodes { get; }

    /// <inheritdoc cref="StaticCodes"/>
    internal KeyQueue DynamicCodes { get; }

    /// <inheritdoc cref="StaticCodes"/>
    internal KeyQueue VideoCodes { get; }

    /// <summary>The first step with the local contrast.</summary>
    internal long LocalFrom { get; }

    /// <summary>The first step whose targets are balanced with the queues.</summary>
    internal long QueueFrom { get; }

    /// <inheritdoc/>
    public override void DeclareStudent(ModuleScope scope) => _ = new ConceptsNetwork(scope, Recipe);

    /// <inheritdoc/>
    public override void Initialise(StudentState state) => MakeUnit(state);

    /// <inheritdoc/>
    public override long RestOf(ParameterSlot slot) =>
        ConceptsNetwork.PrototypeNames.Contains(slot.Name) ? Epochs.StepsOf(Recipe.Concepts.FrozenPrototypes)
        : slot.Name.StartsWith(ConceptsNetwork.AttentionPrefix, StringComparison.Ordinal) ? Recipe.Concepts.LocalWeight > 0 ? LocalFrom : long.MaxValue
        : 0;

    /// <inheritdoc/>
    public override IShardStep Open(StepScene scene) => new ConceptsStep(this, scene);

    /// <inheritdoc/>
    public override void Commit(StudentState state, StepTotals totals)
    {
        MakeUnit(state);
        foreach (var queue in _queues) queue.Append(state, totals);
    }

    private KeyQueue Codes(string name, int width) => new(name, Recipe.Concepts.Queue, width, 2 * Recipe.ShardSize(), Recipe.Shards);

    // Codes are cosines, so a row's length changes none; kept at 1, a step turns every prototype alike.
    private static void MakeUnit(StudentState state)
    {
        foreach (var name in ConceptsNetwork.PrototypeNames)
        {
            var slot = state.Layouts.Student[name];
            var width = (int)slot.Shape[1];
            var rows = slot.In(state.Values.Floats);
            for (var at = 0; at < rows.Length; at += width)
            {
                var row = rows.Slice(at, width);
                var squares = 0.0;
                foreach (var value in row) squares += (double)value * value;
                var factor = 1 / Math.Max(Math.Sqrt(squares), 1e-12);
                foreach (ref var value in row) value = (float)(value * factor);
            }
        }
    }
}
