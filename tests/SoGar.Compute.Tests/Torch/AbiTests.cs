using System.Runtime.CompilerServices;
using SoGar.Compute.Native;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class AbiTests
{
    [Fact]
    public void Both_sides_have_the_same_version() => Assert.Equal(TorchNative.Abi, TorchNative.sogar_torch_abi());

    [Fact]
    public unsafe void Both_sides_have_the_same_records()
    {
        int error, argument, description, autocast;
        TorchNative.sogar_torch_sizes(&error, &argument, &description, &autocast);

        Assert.Equal((Unsafe.SizeOf<NativeError>(), NativeError.SizeBytes), (error, error));
        Assert.Equal((Unsafe.SizeOf<Argument>(), Argument.SizeBytes), (argument, argument));
        Assert.Equal((Unsafe.SizeOf<TensorDescription>(), TensorDescription.SizeBytes), (description, description));
        Assert.Equal((Unsafe.SizeOf<AutocastState>(), AutocastState.SizeBytes), (autocast, autocast));
    }

    [Fact]
    public void Every_operation_in_use_is_one_of_this_libtorch()
    {
        var operations = typeof(Aten).GetFields().Select(field => (Operation)field.GetValue(null)!).ToArray();

        Assert.NotEmpty(operations);
        Assert.All(operations, operation => operation.Find());
    }

    [Fact]
    public void Elements_have_the_size_of_their_type()
    {
        using var scope = TensorScope.Open();

        Assert.All(Enum.GetValues<DType>(), dtype =>
        {
            var pair = Tensor.Empty([2], dtype);
            Assert.Equal(dtype.SizeBytes(), pair.Select(0, 1).DataPointer - pair.DataPointer);
        });
    }

    [Fact]
    public void The_fast_blas_serves()
    {
        Assert.Matches(@"^\d+\.\d+", TorchRuntime.Version);
        Assert.EndsWith("openblas-openmp", TorchRuntime.BlasFolder, StringComparison.Ordinal);
    }
}
