using System.Text;
using SoGar.Compute.Exchange;
using SoGar.Compute.Optim;
using SoGar.Protocol.Chance;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Models;

/// <summary>
/// Initial weights (methods.md, A.1, A.2, A.4; demo-task.md, section 2). Each tensor draws from a stream keyed by the seed and its own name, so that one tensor
/// more or less changes no other.
/// </summary>
public static class Initialisation
{
    /// <summary>Fills all tensors of a network: those below <c>backbone.</c> by the recipe's rule, those of heads as PyTorch's layers start.</summary>
    /// <param name="layout">Names and places.</param>
    /// <param name="values">Overwritten.</param>
    /// <param name="recipe">The backbone, for its rule, patch grid and frames.</param>
    /// <param name="seed">The run's.</param>
    public static void Fill(ParameterLayout layout, Span<float> values, ModelRecipe recipe, ulong seed)
    {
        foreach (var slot in layout.Slots)
        {
            var random = KeyedRandom.For(seed, Purpose.Weights, (long)Fingerprint.Of(Encoding.UTF8.GetBytes(slot.Name)));
            var tensor = slot.In(values);
            if (IsNorm(layout, slot)) tensor.Fill(slot.Name.EndsWith(".weight", StringComparison.Ordinal) ? 1 : 0);
            else if (!slot.Name.StartsWith("backbone.", StringComparison.Ordinal)) Uniform(tensor, random, 1 / Math.Sqrt(InputsOf(layout, slot)));
            else if (recipe.Backbone is Backbone.R3d50 or Backbone.R3d50y) ScaledTruncated(tensor, random, slot);
            else if (recipe.Backbone != Backbone.Vit) KaimingNormal(tensor, random, slot);
            else if (recipe.Init == ModelInit.Motion) FillForMotion(slot, tensor, recipe, random);
            else FillAsReleased(layout, slot, tensor, random);
        }
    }

    // temporal_fc starts at zero in every block, so that the network starts as an image ViT.
    private static void FillAsReleased(ParameterLayout layout, ParameterSlot slot, Span<float> tensor, KeyedRandom random)
    {
        if (slot.Name.EndsWith("time_embed", StringComparison.Ordinal) || slot.Name.Contains("temporal_fc", StringComparison.Ordinal)) tensor.Clear();
        else if (slot.Name.Contains("patch_embed", StringComparison.Ordinal)) Uniform(tensor, random, 1 / Math.Sqrt(InputsOf(layout, slot)));
        else if (slot.Name.EndsWith(".bias", StringComparison.Ordinal)) tensor.Clear();
        else TruncatedNormal(tensor, random);
    }

    // Motion has to pass from the first step on: temporal_fc is not zero, and the tables tell places and times apart.
    private static void FillForMotion(ParameterSlot slot, Span<float> tensor, ModelRecipe recipe, KeyedRandom random)
    {
        if (slot.Name.EndsWith("pos_embed", StringComparison.Ordinal)) SinusoidTables.Space(tensor, recipe.Grid, recipe.Width);
        else if (slot.Name.EndsWith("time_embed", StringComparison.Ordinal)) SinusoidTables.Time(tensor, recipe.Frames, recipe.Width);
        else if (slot.Name.EndsWith("cls_token", StringComparison.Ordinal)) TruncatedNormal(tensor, random);
        else if (slot.Name.EndsWith(".bias", StringComparison.Ordinal)) tensor.Clear();
        else Uniform(tensor, random, Math.Sqrt(6.0 / (slot.Shape[0] + slot.Length / slot.Shape[0])));
    }

    // torchvision's, by what a kernel gives out.
    private static void KaimingNormal(Span<float> tensor, KeyedRandom random, ParameterSlot kernel)
    {
        var deviation = Math.Sqrt(2.0 * kernel.Shape[1] / kernel.Length);
        foreach (ref var value in tensor) value = (float)(deviation * random.Normal());
    }

    // TensorFlow's variance scaling by what a kernel takes in; the factor makes up for the tails that are cut at two deviations.
    private static void ScaledTruncated(Span<float> tensor, KeyedRandom random, ParameterSlot kernel)
    {
        var deviation = Math.Sqrt((double)kernel.Shape[0] / kernel.Length) / 0.87962566103423978;
        foreach (ref var value in tensor)
        {
            double drawn;
            do drawn = random.Normal();
            while (Math.Abs(drawn) > 2);
            value = (float)(deviation * drawn);
        }
    }

    private static bool IsNorm(ParameterLayout layout, ParameterSlot slot) => WeightOf(layout, slot) is { Shape.Length: 1 };

    // Inputs of the layer that a weight or a bias belongs to.
    private static long InputsOf(ParameterLayout layout, ParameterSlot slot) => WeightOf(layout, slot) is { } weight ? weight.Length / weight.Shape[0] : 1;

    private static ParameterSlot? WeightOf(ParameterLayout layout, ParameterSlot slot)
    {
        var weight = slot.Name[..(slot.Name.LastIndexOf('.') + 1)] + "weight";
        return layout.Has(weight) && (slot.Name == weight || slot.Name.EndsWith(".bias", StringComparison.Ordinal)) ? layout[weight] : null;
    }

    private static void Uniform(Span<float> tensor, KeyedRandom random, double bound)
    {
        foreach (ref var value in tensor) value = (float)random.Uniform(-bound, bound);
    }

    // Standard deviation 0.02, nothing beyond 2.
    private static void TruncatedNormal(Span<float> tensor, KeyedRandom random)
    {
        foreach (ref var value in tensor)
        {
            do value = (float)(0.02 * random.Normal());
            while (Math.Abs(value) > 2);
        }
    }
}
