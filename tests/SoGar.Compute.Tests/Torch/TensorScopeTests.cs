using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class TensorScopeTests
{
    [Fact]
    public void A_scope_frees_what_was_born_in_it()
    {
        Tensor born;
        using (var scope = TensorScope.Open())
        {
            born = Tensor.Zeros([2]) + 1;
            Assert.Equal(2, scope.LiveCount);
        }

        Assert.True(born.IsDisposed);
        Assert.Null(TensorScope.Current);
    }

    [Fact]
    public void What_is_kept_goes_to_the_surrounding_scope_and_then_to_the_caller()
    {
        Tensor kept;
        using (var outer = TensorScope.Open())
        {
            using (var inner = TensorScope.Open())
                kept = inner.Keep(Tensor.Zeros([2]));
            Assert.False(kept.IsDisposed);
            Assert.Equal(1, outer.LiveCount);
            outer.Keep(kept);
        }

        Assert.False(kept.IsDisposed);
        kept.Dispose();
    }

    [Fact]
    public void What_is_detached_is_the_callers_past_every_scope()
    {
        Tensor detached;
        using (TensorScope.Open())
        using (TensorScope.Open())
            detached = TensorScope.Detach(Tensor.Zeros([2]));

        Assert.False(detached.IsDisposed);
        detached.Dispose();
    }

    [Fact]
    public void A_tensor_may_be_freed_before_its_scope()
    {
        using var scope = TensorScope.Open();
        var tensors = Enumerable.Range(0, 200).Select(_ => Tensor.Zeros([1])).ToArray();

        foreach (var tensor in tensors[50..])
            tensor.Dispose();

        Assert.Equal(50, scope.LiveCount);
        Assert.All(tensors[..50], tensor => Assert.False(tensor.IsDisposed));
    }

    [Fact]
    public void Scopes_close_in_the_order_they_nest_and_on_their_own_thread()
    {
        using var outer = TensorScope.Open();
        using var inner = TensorScope.Open();

        Assert.Throws<InvalidOperationException>(outer.Dispose);
        var elsewhere = Assert.Throws<InvalidOperationException>(() => OnAnotherThread(inner.Dispose));
        Assert.Contains("nothing may await", elsewhere.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Scopes_of_two_threads_do_not_meet()
    {
        using var scope = TensorScope.Open();

        OnAnotherThread(() => Tensor.Zeros([1]).Dispose());

        Assert.Equal(0, scope.LiveCount);
    }

    private static void OnAnotherThread(Action action)
    {
        Exception? caught = null;
        var thread = new Thread(() => caught = Record.Exception(action));
        thread.Start();
        thread.Join();
        if (caught is not null)
            throw caught;
    }
}
