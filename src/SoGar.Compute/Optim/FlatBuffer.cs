using System.Buffers;
using System.Runtime.InteropServices;

namespace SoGar.Compute.Optim;

/// <summary>
/// Float32 memory outside of the managed heap, aligned to 64 bytes and zero at birth: the one place where all values of one kind (parameters,
/// gradients, moments) of a network live, so that each pass over them is one loop. The owner disposes it after everything that borrowed it.
/// </summary>
public sealed unsafe class FlatBuffer : MemoryManager<float>
{
    /// <summary>Floats that a pass takes at once; every length is a multiple of it.</summary>
    public const int Lanes = 16;

    private float* _start;

    /// <summary>Takes memory for <paramref name="length"/> floats, all zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is not a positive multiple of <see cref="Lanes"/>, or beyond 2 GB.</exception>
    public FlatBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Lanes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % Lanes, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, int.MaxValue / sizeof(float));
        Length = length;
        _start = (float*)NativeMemory.AlignedAlloc((nuint)length * sizeof(float), 64);
        Floats.Clear();
    }

    /// <summary>The least length of a buffer that holds <paramref name="length"/> floats.</summary>
    /// <exception cref="OverflowException">It is beyond what a length can be.</exception>
    public static int Padded(int length) => checked((length + Lanes - 1) / Lanes * Lanes);

    /// <summary>Memory for <paramref name="layout"/>; an empty one gets the least that a pass takes.</summary>
    public static FlatBuffer For(ParameterLayout layout) => new(Math.Max(Lanes, layout.Length));

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>All values; borrowed, valid until the buffer is disposed.</summary>
    public Span<float> Floats
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return new Span<float>(_start, Length);
        }
    }

    /// <summary>Address of the first float; borrowed.</summary>
    public nint Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_start is null, this);
            return (nint)_start;
        }
    }

    /// <summary>The values of one tensor; borrowed.</summary>
    public Memory<float> Of(ParameterSlot slot) => Memory.Slice(slot.Offset, slot.Length);

    /// <inheritdoc/>
    public override Span<float> GetSpan() => Floats;

    /// <inheritdoc/>
    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(_start is null, this);
        return new MemoryHandle(_start + elementIndex, default, this);
    }

    /// <inheritdoc/>
    public override void Unpin()
    {
        // The memory never moves.
    }

    /// <summary>Gives the memory back. Views of it, tensors among them, must be gone by then.</summary>
    public void Dispose() => ((IDisposable)this).Dispose();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_start);
        _start = null;
    }
}
