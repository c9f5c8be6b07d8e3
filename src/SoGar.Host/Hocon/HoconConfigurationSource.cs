using Microsoft.Extensions.Configuration;

namespace SoGar.Host.Hocon;

/// <summary>A HOCON file as a source for <c>Microsoft.Extensions.Configuration</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="IsOptional">True where a missing file counts as an empty one.</param>
/// <param name="Surroundings">Where the file, its includes and variables are read.</param>
internal sealed record HoconConfigurationSource(string Path, bool IsOptional, HoconSurroundings Surroundings) : IConfigurationSource
{
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new HoconConfigurationProvider(this);
}

/// <summary>Flattens the tree: <c>a.b[1]</c> becomes the key <c>a:b:1</c>.</summary>
internal sealed class HoconConfigurationProvider(HoconConfigurationSource source) : ConfigurationProvider
{
    public override void Load()
    {
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        if (source.IsOptional && source.Surroundings.ReadFile(source.Path) is null)
        {
            return;
        }

        Flatten(new HoconLayers(source.Surroundings).AddFile(source.Path).Resolve(), "");
    }

    private void Flatten(HoconValue value, string path)
    {
        switch (value)
        {
            case HoconObject inner:
                foreach (var (key, field) in inner.Fields)
                {
                    Flatten(field, path.Length == 0 ? key : ConfigurationPath.Combine(path, key));
                }

                break;
            case HoconArray array:
                for (var i = 0; i < array.Items.Count; i++)
                {
                    Flatten(array.Items[i], ConfigurationPath.Combine(path, $"{i}"));
                }

                break;
            default:
                Data[path] = (value as HoconScalar)?.Text;
                break;
        }
    }
}

/// <summary>Adds HOCON files to a configuration.</summary>
internal static class HoconConfigurationExtensions
{
    /// <summary>Adds a HOCON file on top of the sources added before.</summary>
    public static IConfigurationBuilder AddHoconFile(this IConfigurationBuilder builder, string path, bool isOptional = false) =>
        builder.Add(new HoconConfigurationSource(path, isOptional, HoconSurroundings.OfThisProcess));
}
