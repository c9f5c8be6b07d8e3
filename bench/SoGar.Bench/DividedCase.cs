using SoGar.Compute.Models;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Bench;

/// <summary>One backbone with drawn weights, some clips, and a direction whose product with their embeddings is what both sides differentiate.</summary>
internal sealed class DividedCase : IDisposable
{
    private readonly Tensor _direction;

    public DividedCase(ModelRecipe recipe, int clips, int frames, int size)
    {
        Recipe = recipe;
        var scope = new ModuleScope();
        Backbone = new VisionTransformer(scope, recipe);
        var layout = NetworkParameters.LayoutOf(scope);
        Values = new FlatBuffer(layout.Length);
        Gradients = new FlatBuffer(layout.Length);
        Parameters = new NetworkParameters(scope, Values, Gradients);
        foreach (var slot in layout.Slots) Draw(slot, slot.In(Values.Floats));
        Clips = Filled(1, 1, clips, 3, frames, size, size);
        _direction = Filled(2, 1, clips, recipe.Width);
    }

    public ModelRecipe Recipe { get; }

    public VisionTransformer Backbone { get; }

    public NetworkParameters Parameters { get; }

    public FlatBuffer Values { get; }

    public FlatBuffer Gradients { get; }

    public Tensor Clips { get; }

    public Tensor Direction => _direction;

    /// <summary>Forward and backward, gradients into <see cref="Gradients"/>.</summary>
    /// <returns>The embeddings, [B, D].</returns>
    public float[] Run(Compute.Torch.Precision precision)
    {
        using var scope = TensorScope.Open();
        Gradients.Floats.Clear();
        Tensor embedding;
        using (Autocast.Enable(precision)) embedding = Backbone.Forward(Clips);
        (embedding * _direction).Sum().Backward();
        return embedding.ToArray<float>();
    }

    public void Dispose()
    {
        Clips.Dispose();
        _direction.Dispose();
        Parameters.Dispose();
        Values.Dispose();
        Gradients.Dispose();
    }

    // Norms near one, everything else small and not zero, so that every branch carries signal.
    private static void Draw(ParameterSlot slot, Span<float> tensor)
    {
        var random = KeyedRandom.For(0, Purpose.Test, slot.Offset);
        var isScale = slot.Name.Contains("norm", StringComparison.Ordinal) && slot.Name.EndsWith("weight", StringComparison.Ordinal);
        foreach (ref var value in tensor) value = (float)((isScale ? 1 : 0) + 0.04 * random.Normal());
    }

    private static Tensor Filled(long key, double scale, params ReadOnlySpan<long> shape)
    {
        var random = KeyedRandom.For(0, Purpose.Test, -key);
        var tensor = Tensor.Empty(shape);
        foreach (ref var value in tensor.AsSpan<float>()) value = (float)(scale * random.Normal());
        return TensorScope.Detach(tensor);
    }
}
