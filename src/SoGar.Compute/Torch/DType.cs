namespace SoGar.Compute.Torch;

/// <summary>Type of a tensor's elements; the numbers are libtorch's own.</summary>
public enum DType
{
    /// <summary>Unsigned, 8 bits.</summary>
    UInt8 = 0,

    /// <summary>Signed, 8 bits.</summary>
    Int8 = 1,

    /// <summary>Signed, 16 bits.</summary>
    Int16 = 2,

    /// <summary>Signed, 32 bits.</summary>
    Int32 = 3,

    /// <summary>Signed, 64 bits; indices are of this type.</summary>
    Int64 = 4,

    /// <summary>IEEE half precision.</summary>
    Float16 = 5,

    /// <summary>IEEE single precision; the default.</summary>
    Float32 = 6,

    /// <summary>IEEE double precision.</summary>
    Float64 = 7,

    /// <summary>One byte per truth value.</summary>
    Bool = 11,

    /// <summary>The upper half of a single: 8 bits of exponent, 8 of precision.</summary>
    BFloat16 = 15,
}
