namespace SoGar.Compute.Torch;

/// <summary>What follows from a <see cref="DType"/>.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    /// <param name="dtype">The type.</param>
    public static int SizeBytes(this DType dtype) => dtype switch
    {
        DType.UInt8 or DType.Int8 or DType.Bool => 1,
        DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
        DType.Int32 or DType.Float32 => 4,
        DType.Int64 or DType.Float64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "not a type that this project uses"),
    };

    /// <summary>
    /// The type whose elements are <typeparamref name="T"/>; <see cref="ushort"/> holds the bits of a <see cref="DType.BFloat16"/>.
    /// </summary>
    /// <typeparam name="T">A number of .NET.</typeparam>
    /// <exception cref="NotSupportedException">No tensor holds such elements.</exception>
    public static DType Of<T>()
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return DType.Float32;
        if (typeof(T) == typeof(long))
            return DType.Int64;
        if (typeof(T) == typeof(int))
            return DType.Int32;
        if (typeof(T) == typeof(byte))
            return DType.UInt8;
        if (typeof(T) == typeof(double))
            return DType.Float64;
        if (typeof(T) == typeof(bool))
            return DType.Bool;
        if (typeof(T) == typeof(Half))
            return DType.Float16;
        if (typeof(T) == typeof(ushort))
            return DType.BFloat16;
        if (typeof(T) == typeof(short))
            return DType.Int16;
        if (typeof(T) == typeof(sbyte))
            return DType.Int8;
        throw new NotSupportedException($"no tensor holds elements of {typeof(T).Name}");
    }
}
