using System.Collections.Concurrent;
using SoGar.Compute.Optim;

namespace SoGar.Compute.Training;

/// <summary>
/// Lends native memory for views and takes it back, so that a run settles on a fixed set of buffers: fresh memory costs a page fault per
/// 4 kB and would be the larger part of writing a view. Safe for any number of threads.
/// </summary>
public sealed class ViewBuffers : IDisposable
{
    private readonly ConcurrentDictionary<int, ConcurrentBag<FlatBuffer>> _free = new();
    private volatile bool _isClosed;

    /// <summary>A buffer of at least <paramref name="length"/> floats with arbitrary content.</summary>
    internal FlatBuffer Rent(int length)
    {
        var padded = FlatBuffer.Padded(length);
        return Shelf(padded).TryTake(out var buffer) ? buffer : new FlatBuffer(padded);
    }

    /// <summary>Takes a buffer back.</summary>
    internal void Return(FlatBuffer buffer)
    {
        if (_isClosed) buffer.Dispose();
        else Shelf(buffer.Length).Add(buffer);
    }

    /// <summary>Frees what is not lent; what is lent is freed on its return.</summary>
    public void Dispose()
    {
        _isClosed = true;
        foreach (var shelf in _free.Values)
            while (shelf.TryTake(out var buffer)) buffer.Dispose();
    }

    private ConcurrentBag<FlatBuffer> Shelf(int length) => _free.GetOrAdd(length, _ => []);
}
