using System.Collections.Immutable;
using System.Text.Json;
using SoGar.Compute.Checkpoints;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Evaluation;

/// <summary>
/// Takes features out of this program, with labels and names of their clips, for whoever goes on in Python. A <c>.safetensors</c> file holds
/// <c>features</c> (F32 [N, D]) and <c>labels</c> (I64 [N]), the names as a JSON list in the metadata under <c>names</c>; for <c>.npy</c> there are three
/// files: <c>x.npy</c>, <c>x.labels.npy</c> and <c>x.names.npy</c>.
/// </summary>
public static class FeatureFile
{
    /// <summary>Writes <paramref name="features"/> in the format that the end of <paramref name="path"/> says.</summary>
    /// <returns>The files, absolute.</returns>
    /// <exception cref="ArgumentException">The path ends in neither .safetensors nor .npy.</exception>
    /// <exception cref="IOException">The disk refused; the message names the file.</exception>
    /// <exception cref="SafetensorsException">The disk refused; the message names the file.</exception>
    public static ImmutableArray<string> Write(string path, FeatureSet features)
    {
        var file = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        return Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".safetensors" => WriteSafetensors(file, features),
            ".npy" => WriteNpy(file, features),
            _ => throw new ArgumentException($"{path}: features are written as .safetensors or .npy; give the file one of these endings"),
        };
    }

    private static ImmutableArray<string> WriteSafetensors(string file, FeatureSet features)
    {
        using var writer = SafetensorsWriter.Create(
            file,
            [
                new SafetensorsEntry("features", DType.Float32, [features.Count, features.Width]),
                new SafetensorsEntry("labels", DType.Int64, [features.Count]),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["classes"] = $"{features.ClassCount}", ["names"] = JsonSerializer.Serialize(features.Names) });
        writer.Write("features", features.Values.Span);
        writer.Write<long>("labels", Labels(features));
        writer.Complete();
        return [file];
    }

    private static ImmutableArray<string> WriteNpy(string file, FeatureSet features)
    {
        var (labels, names) = (Path.ChangeExtension(file, ".labels.npy"), Path.ChangeExtension(file, ".names.npy"));
        NpyFile.Write(file, features.Values.Span, features.Count, features.Width);
        NpyFile.Write(labels, Labels(features));
        NpyFile.Write(names, features.Names);
        return [file, labels, names];
    }

    private static long[] Labels(FeatureSet features) => [.. features.Labels.Select(label => (long)label)];
}
