using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Models;

/// <summary>A backbone with its memory, as tests need it; weights start by the recipe's rule, or drawn so that no branch is silent.</summary>
internal sealed class Network : IDisposable
{
    public static readonly ModelRecipe Small = new() { Depth = 2, Width = 24, Heads = 3, Patch = 4, Grid = 3, Frames = 4, DropPath = 0.3, MlpRatio = 2 };

    public Network(ModelRecipe recipe, ulong? draw = 1)
    {
        var scope = new ModuleScope();
        Backbone = new VisionTransformer(scope, recipe);
        var layout = NetworkParameters.LayoutOf(scope);
        Values = new FlatBuffer(layout.Length);
        Gradients = new FlatBuffer(layout.Length);
        Parameters = new NetworkParameters(scope, Values, Gradients);
        if (draw is not { } seed)
            return;
        var random = KeyedRandom.For(seed, Purpose.Test);
        foreach (var slot in layout.Slots)
            foreach (ref var value in slot.In(Values.Floats))
                value = (float)(
                    0.15 * random.Normal() +
                        (slot.Name.Contains("norm", StringComparison.Ordinal) && slot.Name.EndsWith("weight", StringComparison.Ordinal) ? 1 : 0));
    }

    public VisionTransformer Backbone { get; }

    public NetworkParameters Parameters { get; }

    public FlatBuffer Values { get; }

    public FlatBuffer Gradients { get; }

    public Span<float> this[string name] => Parameters.Layout[name].In(Values.Floats);

    public static Tensor Clips(ulong seed, params ReadOnlySpan<long> shape)
    {
        var random = KeyedRandom.For(seed, Purpose.Test, 7);
        var clips = Tensor.Empty(shape);
        foreach (ref var value in clips.AsSpan<float>()) value = (float)random.Normal();
        return clips;
    }

    public void Dispose()
    {
        Parameters.Dispose();
        Values.Dispose();
        Gradients.Dispose();
    }
}
