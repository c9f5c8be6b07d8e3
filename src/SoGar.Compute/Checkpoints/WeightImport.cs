using System.Collections.Immutable;
using SoGar.Compute.Optim;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Reads released weights into a network's flat buffer by name: TimeSformer's and SVT's as they are, those of an image transformer
/// (timm's names) with attention over time started from attention over space.
/// </summary>
public static class WeightImport
{
    /// <summary>Reads what matches and reports what does not.</summary>
    /// <param name="file">The weights; what training scripts put in front of names is ignored.</param>
    /// <param name="layout">The network's parameters.</param>
    /// <param name="values">A buffer of that layout; what matches is overwritten.</param>
    /// <exception cref="SafetensorsException">A tensor that matches cannot be read as float32, or two of the file stand for one
    /// parameter.</exception>
    public static WeightImportReport Into(SafetensorsFile file, ParameterLayout layout, Span<float> values)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(layout);
        var found = ByUnwrappedName(file);
        var imported = ImmutableArray.CreateBuilder<string>();
        var derived = ImmutableArray.CreateBuilder<string>();
        var missing = ImmutableArray.CreateBuilder<string>();
        var mismatched = ImmutableArray.CreateBuilder<ShapeMismatch>();
        foreach (var slot in layout.Slots)
        {
            var own = found.GetValueOrDefault(slot.Name);
            var entry = own ?? (WeightNames.SpatialTwin(slot.Name) is { } twin ? found.GetValueOrDefault(twin) : null);
            if (entry is null)
            {
                missing.Add(slot.Name);
            }
            else if (!entry.Shape.SequenceEqual(slot.Shape))
            {
                mismatched.Add(new ShapeMismatch(slot.Name, slot.Shape, entry.Shape));
            }
            else
            {
                file.ReadFloats(entry.Name, slot.In(values));
                (own is null ? derived : imported).Add(slot.Name);
            }
        }

        var unexpected = found.Where(pair => !layout.Has(pair.Key)).Select(pair => pair.Value).OrderBy(entry => entry.Offset).Select(entry => entry.Name);
        return new WeightImportReport(
            file.Path, imported.ToImmutable(), derived.ToImmutable(), missing.ToImmutable(), [.. unexpected], mismatched.ToImmutable());
    }

    private static Dictionary<string, SafetensorsEntry> ByUnwrappedName(SafetensorsFile file)
    {
        var found = new Dictionary<string, SafetensorsEntry>();
        foreach (var entry in file.Entries)
        {
            var name = WeightNames.Unwrapped(entry.Name);
            if (!found.TryAdd(name, entry))
            {
                throw new SafetensorsException(
                    $"{file.Path}: {found[name].Name} and {entry.Name} both stand for {name}; export one network of it into a file of its own");
            }
        }

        return found;
    }
}
