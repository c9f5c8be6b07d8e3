using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class TensorTests : TensorTest
{
    [Fact]
    public void A_tensor_holds_what_it_was_made_from()
    {
        var tensor = Tensor.From([1f, 2f, 3f, 4f, 5f, 6f], 2, 3);

        Assert.Equal([2, 3], tensor.Shape);
        Assert.Equal(DType.Float32, tensor.DType);
        Assert.Equal(Device.Cpu, tensor.Device);
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], tensor.ToArray<float>());
        Assert.Equal("float32 [2, 3] cpu", tensor.ToString());
    }

    [Fact]
    public void Values_that_do_not_fill_the_shape_are_refused_and_leave_nothing_behind()
    {
        Assert.Throws<ArgumentException>(() => Tensor.From([1f, 2f, 3f], 2, 2));
        Assert.Throws<ArgumentException>(() => Tensor.Over([1f, 2f, 3f], 2, 2));

        Assert.Equal(0, Scope.LiveCount);
    }

    [Fact]
    public void Matrix_products_are_those_of_the_book()
    {
        var left = Tensor.From([1f, 2f, 3f, 4f], 2, 2);
        var right = Tensor.From([5f, 6f, 7f, 8f], 2, 2);

        Assert.Equal([19f, 22f, 43f, 50f], left.MatMul(right).ToArray<float>());
        Assert.Equal([17f, 23f, 39f, 53f], F.Linear(left, right).ToArray<float>());
    }

    [Fact]
    public void Operators_follow_their_signs()
    {
        var four = Tensor.From([4f]);
        var two = Tensor.From([2f]);

        Assert.Equal(6f, (four + two).Item<float>());
        Assert.Equal(2f, (four - two).Item<float>());
        Assert.Equal(8f, (four * two).Item<float>());
        Assert.Equal(2f, (four / two).Item<float>());
        Assert.Equal(-4f, (-four).Item<float>());
        Assert.Equal(6f, (10 - four).Item<float>());
        Assert.Equal(0.5f, (2 / four).Item<float>());
    }

    [Fact]
    public void In_place_operations_write_to_the_tensor_they_are_called_on()
    {
        var array = new float[] { 1, 2, 3 };
        var tensor = Tensor.Over(array);

        var same = tensor.MulInPlace(2).AddInPlace(Tensor.Ones([3]), 10);

        Assert.Same(tensor, same);
        Assert.Equal([12f, 14f, 16f], array);
    }

    [Fact]
    public void Layer_norm_and_softmax_normalise()
    {
        var input = Tensor.From([1f, 2f, 3f, 4f, 6f, 8f], 2, 3);

        var normal = F.LayerNorm(input, Tensor.Ones([3]), Tensor.Zeros([3]), 0);
        var share = input.Softmax(-1).Sum(-1);

        // The three values are their mean and equal steps to both sides: -sqrt(3/2), 0, sqrt(3/2).
        Assert.Equal([-1.2247448f, 0f, 1.2247448f], normal.Select(0, 0).ToArray<float>(), Close(1e-6f));
        Assert.Equal([1f, 1f], share.ToArray<float>(), Close(1e-6f));
    }

    [Fact]
    public void Views_share_their_memory()
    {
        var tensor = Tensor.Zeros([2, 3]);

        tensor.Select(0, 1).FillInPlace(7);
        tensor.Narrow(1, 0, 1).FillInPlace(1);

        Assert.Equal([1f, 0f, 0f, 1f, 7f, 7f], tensor.ToArray<float>());
        Assert.Equal([1f, 1f, 0f, 7f, 0f, 7f], tensor.Transpose(0, 1).ToArray<float>());
    }

    [Fact]
    public void Lists_of_tensors_come_back_in_order()
    {
        var tensor = Tensor.From([0f, 1f, 2f, 3f, 4f], 5);

        var split = tensor.Split(2);

        Assert.Equal([2, 2, 1], split.Select(part => part.Size(0)));
        Assert.Equal([3, 2], tensor.Split([3L, 2L]).Select(part => part.Size(0)));
        Assert.Equal([0f, 1f, 2f, 3f, 4f], tensor.Unbind().Select(part => part.Item<float>()));
        Assert.Equal(2, tensor.Chunk(2).Length);
        Assert.True(F.Cat(split).ValuesEqual(tensor));
    }

    [Fact]
    public void A_refusal_names_the_operation_and_the_shapes()
    {
        var refused = Assert.Throws<TorchException>(() => Tensor.Zeros([2, 3]).MatMul(Tensor.Zeros([2, 3])));

        Assert.StartsWith("aten::matmul: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("2x3", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_operation_that_does_not_exist_is_named()
    {
        var refused = Assert.Throws<TorchException>(() => new Operation("aten::no_such_thing", "here").Call());

        Assert.Contains("aten::no_such_thing.here", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_span_is_refused_with_what_would_help()
    {
        var tensor = Tensor.Zeros([2, 3]);

        Assert.Contains("To(DType.Int64)", Assert.Throws<InvalidOperationException>(() => tensor.AsSpan<long>()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "Contiguous()", Assert.Throws<InvalidOperationException>(() => tensor.Transpose(0, 1).AsSpan<float>()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disposed_tensor_is_not_usable()
    {
        var tensor = Tensor.Zeros([1]);

        tensor.Dispose();
        tensor.Dispose();

        Assert.True(tensor.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => tensor + 1);
    }
}
