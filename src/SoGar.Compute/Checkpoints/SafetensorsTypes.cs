using SoGar.Compute.Torch;

namespace SoGar.Compute.Checkpoints;

/// <summary>Names of element types in the safetensors format.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, DType Type)[] All =
    [
        ("F32", DType.Float32), ("F16", DType.Float16), ("BF16", DType.BFloat16), ("F64", DType.Float64), ("I64", DType.Int64), ("I32", DType.Int32),
        ("I16", DType.Int16), ("I8", DType.Int8), ("U8", DType.UInt8), ("BOOL", DType.Bool),
    ];

    /// <summary>The names that can be read, for messages.</summary>
    public static string Known => string.Join(", ", All.Select(pair => pair.Name));

    public static string NameOf(DType type) => All.First(pair => pair.Type == type).Name;

    /// <summary>The type of that name, or null when it is not one of ours.</summary>
    public static DType? Find(string name)
    {
        foreach (var (known, type) in All)
        {
            if (known == name)
                return type;
        }

        return null;
    }
}
