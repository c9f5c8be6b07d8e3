using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class TensorLeakTests
{
    [Fact]
    public void A_tensor_that_nobody_disposed_is_reported_with_its_birthplace()
    {
        var reports = new ConcurrentQueue<string>();
        TensorLeaks.Watch(reports.Enqueue);
        try
        {
            ForgetOne();
            DisposeOne();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        finally
        {
            TensorLeaks.Ignore();
        }

        Assert.Contains(reports, report => report.Contains(nameof(ForgetOne), StringComparison.Ordinal));
        Assert.DoesNotContain(reports, report => report.Contains(nameof(DisposeOne), StringComparison.Ordinal));
    }

    [Fact]
    public void An_array_under_a_tensor_is_free_again_with_the_last_view()
    {
        var array = LendAndFree();

        GC.Collect();
        GC.WaitForPendingFinalizers();

        Assert.False(array.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ForgetOne() => Tensor.Zeros([3]);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void DisposeOne() => Tensor.Zeros([3]).Dispose();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LendAndFree()
    {
        using var scope = TensorScope.Open();
        var array = new float[4];
        Tensor.Over(array).Select(0, 1).FillInPlace(1);
        return new WeakReference(array);
    }
}
