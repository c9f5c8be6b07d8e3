using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SoGar.Compute.Torch;

/// <summary>What a tensor looks like (<c>sogar_tensor_description</c>).</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct TensorDescription
{
    public const int MaxRank = 8;
    public const int SizeBytes = 168;

    public long ElementCount;
    public void* Data;
    public int Rank;
    public int DType;
    public int DeviceType;
    public int DeviceIndex;
    public int Contiguous;
    public int RequiresGrad;
    public Extents Sizes;
    public Extents Strides;

    [InlineArray(MaxRank)]
    internal struct Extents
    {
        private long _first;
    }
}
