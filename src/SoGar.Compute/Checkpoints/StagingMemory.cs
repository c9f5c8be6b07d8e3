using System.Collections.Immutable;

namespace SoGar.Compute.Checkpoints;

/// <summary>
/// Memory that a state is copied into between two steps, so that training waits for the copy alone and the disk works from it. Slots are kept and used
/// again: after the first round nothing is allocated. Thread-safe.
/// </summary>
/// <param name="slots">Snapshots that may wait for the disk at once; 1 or more. Each costs the bytes of a whole state.</param>
public sealed class StagingMemory(int slots = 1)
{
    private readonly Lock _gate = new();
    private readonly Stack<float[]> _free = new();
    private int _made;

    /// <summary>Takes the memory of one slot from the system now, page by page, rather than while training waits for its first copy.</summary>
    /// <param name="live">The state, for its size.</param>
    public void Reserve(IReadOnlyList<TensorPart> live)
    {
        if (TakeSlot(CountOf(live)) is not { } memory) return;
        Array.Clear(memory);
        Return(memory);
    }

    /// <summary>Copies <paramref name="live"/>; null when every slot still waits for the disk, so that the caller may skip or wait.</summary>
    public StagedState? TryStage(IReadOnlyList<TensorPart> live) =>
        TakeSlot(CountOf(live)) is { } memory ? new StagedState(Copy(live, memory), () => Return(memory)) : null;

    private static long CountOf(IReadOnlyList<TensorPart> live) => live.Sum(part => part.Tensors.Sum(tensor => (long)tensor.Values.Length));

    private float[]? TakeSlot(long count)
    {
        lock (_gate)
        {
            if (_free.TryPop(out var memory)) return memory.Length >= count ? memory : GC.AllocateUninitializedArray<float>(checked((int)count));
            if (_made == slots) return null;
            _made++;
            return GC.AllocateUninitializedArray<float>(checked((int)count));
        }
    }

    private void Return(float[] memory)
    {
        lock (_gate) _free.Push(memory);
    }

    private static ImmutableArray<TensorPart> Copy(IReadOnlyList<TensorPart> live, float[] memory)
    {
        var start = 0;
        StateTensor Copied(StateTensor tensor)
        {
            var place = memory.AsMemory(start, tensor.Values.Length);
            tensor.Values.CopyTo(place);
            start += tensor.Values.Length;
            return tensor with { Values = place };
        }

        return [.. live.Select(part => part with { Tensors = [.. part.Tensors.Select(Copied)] })];
    }
}

/// <summary>A copied state; disposing it gives its memory back, after which nobody may read it.</summary>
public sealed class StagedState : IDisposable
{
    private Action? _release;

    internal StagedState(ImmutableArray<TensorPart> parts, Action release)
    {
        Parts = parts;
        _release = release;
    }

    /// <summary>The copies, with the names and shapes of the originals.</summary>
    public ImmutableArray<TensorPart> Parts { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _release, null)?.Invoke();
}
