using System.Buffers;

namespace SoGar.Compute.Torch;

/// <summary>
/// Owns the tensors that are born on this thread while it is open, and frees them when it is disposed. Scopes nest: a tensor belongs to the
/// innermost one. Tensors born while no scope is open belong to who asked for them.
/// </summary>
/// <remarks>What autograd has saved for a backward pass stays alive in libtorch, whether or not its tensors were freed here.</remarks>
/// <example><code>
/// using var scope = TensorScope.Open();
/// var hidden = F.Linear(input, weight, bias).Gelu();     // freed with the scope
/// return scope.Keep(F.Linear(hidden, weight2, bias2));   // handed to the surrounding scope, or to the caller
/// </code></example>
public sealed class TensorScope : IDisposable
{
    [ThreadStatic]
    private static TensorScope? Innermost;

    private readonly TensorScope? _surrounding = Innermost;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private Tensor?[] _tensors = ArrayPool<Tensor?>.Shared.Rent(64);
    private int _used;
    private bool _closed;

    private TensorScope()
    {
    }

    /// <summary>The innermost open scope of this thread, or null.</summary>
    public static TensorScope? Current => Innermost;

    /// <summary>Tensors that the scope would free if it were disposed now.</summary>
    public int LiveCount { get; private set; }

    /// <summary>Opens a scope on this thread; it must be disposed on this thread, before the scopes around it.</summary>
    public static TensorScope Open() => Innermost = new TensorScope();

    /// <summary>
    /// Hands a tensor to the surrounding scope, or to the caller where there is none. A tensor of another owner stays as it is.
    /// </summary>
    /// <param name="tensor">The tensor to keep.</param>
    /// <returns>The same tensor.</returns>
    public Tensor Keep(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Scope == this)
        {
            Remove(tensor);
            _surrounding?.Add(tensor);
        }

        return tensor;
    }

    /// <summary>Takes a tensor out of every scope: from now on it is the caller's to dispose.</summary>
    /// <param name="tensor">A tensor of this scope, or of another owner, who gives it up.</param>
    /// <returns>The same tensor.</returns>
    public static Tensor Detach(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        tensor.Scope?.Remove(tensor);
        return tensor;
    }

    /// <summary>Frees the scope's tensors.</summary>
    /// <exception cref="InvalidOperationException">Another scope was opened inside and is open still, or this is another
    /// thread.</exception>
    public void Dispose()
    {
        if (_closed)
            return;
        if (Innermost != this)
        {
            throw new InvalidOperationException(_thread == Environment.CurrentManagedThreadId
                ? "a tensor scope was closed before one that was opened inside it"
                : $"a tensor scope of thread {_thread} was closed on thread {Environment.CurrentManagedThreadId}; nothing may await between opening and " +
                    "closing");
        }

        _closed = true;
        Innermost = _surrounding;
        for (var i = 0; i < _used; i++)
            _tensors[i]?.FreeFromScope();
        LiveCount = 0;
        ArrayPool<Tensor?>.Shared.Return(_tensors, clearArray: true);
        _tensors = [];
        _used = 0;
    }

    internal void Add(Tensor tensor)
    {
        if (_used == _tensors.Length)
            Grow();
        tensor.Scope = this;
        tensor.Slot = _used;
        _tensors[_used++] = tensor;
        LiveCount++;
    }

    internal void Remove(Tensor tensor)
    {
        _tensors[tensor.Slot] = null;
        tensor.Scope = null;
        LiveCount--;
        while (_used > 0 && _tensors[_used - 1] is null)
            _used--;
    }

    private void Grow()
    {
        var larger = ArrayPool<Tensor?>.Shared.Rent(_tensors.Length * 2);
        _tensors.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<Tensor?>.Shared.Return(_tensors, clearArray: true);
        _tensors = larger;
    }
}
