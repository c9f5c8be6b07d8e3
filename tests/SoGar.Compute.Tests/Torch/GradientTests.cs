using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class GradientTests : TensorTest
{
    [Fact]
    public void Backward_adds_up_in_the_memory_that_was_given()
    {
        var gradients = new float[2];
        var weight = Leaf(3f, 4f);
        weight.Grad = Tensor.Over(gradients);

        weight.Square().Sum().Backward();
        weight.Square().Sum().Backward();

        Assert.Equal([12f, 16f], gradients);
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused()
    {
        var weight = Leaf(3f, 4f);

        Assert.Throws<TorchException>(() => weight.Grad = Tensor.Zeros([3]));
        Assert.Throws<TorchException>(() => weight.Square().Grad = Tensor.Zeros([2]));
    }

    [Fact]
    public void An_output_gradient_scales_what_flows_back()
    {
        var weight = Leaf(3f, 4f);

        weight.Square().Backward(Tensor.From([1f, 10f]));

        Assert.Equal([6f, 80f], weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void Gradients_as_values_leave_the_leaves_alone()
    {
        var used = Leaf(3f);
        var unused = Leaf(3f);

        var grads = Grad.Of(used.Square().Sum(), [used, unused]);

        Assert.Equal([6f], grads[0]!.ToArray<float>());
        Assert.Null(grads[1]);
        Assert.Null(used.Grad);
    }

    [Fact]
    public void Second_derivatives_follow_from_a_graph_of_the_first()
    {
        var x = Leaf(3f);

        var first = Grad.Of(x.Pow(3).Sum(), [x], createGraph: true)[0]!;
        var second = Grad.Of(first.Sum(), [x])[0]!;

        Assert.Equal(27f, first.Item<float>());
        Assert.Equal(18f, second.Item<float>());
    }

    [Fact]
    public void Nothing_is_recorded_where_recording_is_off()
    {
        var weight = Leaf(3f);
        Tensor silent;
        using (Grad.Disabled())
        {
            Assert.False(Grad.IsEnabled);
            silent = weight * 2;
        }

        Assert.True(Grad.IsEnabled);
        Assert.False(silent.RequiresGrad);
        Assert.True((weight * 2).RequiresGrad);
        Assert.False((weight * 2).Detach().RequiresGrad);
    }

    internal static Tensor Leaf(params float[] values)
    {
        var leaf = Tensor.From(values);
        leaf.RequiresGrad = true;
        return leaf;
    }
}
