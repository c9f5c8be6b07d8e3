using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

public sealed class AutocastTests : TensorTest
{
    [Fact]
    public void Products_are_computed_in_the_chosen_type_and_weights_keep_theirs()
    {
        var weight = Weight();
        using (Autocast.Enable(Precision.BFloat16))
        {
            Assert.Equal(DType.BFloat16, F.Linear(Tensor.Ones([2, 2]), weight).DType);
            using (Autocast.Enable(Precision.Float32))
                Assert.Equal(DType.Float32, F.Linear(Tensor.Ones([2, 2]), weight).DType);
            Assert.Equal(DType.BFloat16, F.Linear(Tensor.Ones([2, 2]), weight).DType);
        }

        Assert.Equal(DType.Float32, F.Linear(Tensor.Ones([2, 2]), weight).DType);
    }

    [Fact]
    public void Gradients_of_casted_weights_are_of_the_weights_own_type()
    {
        var weight = Weight();
        Tensor loss;
        using (Autocast.Enable(Precision.BFloat16))
            loss = F.Linear(Tensor.Ones([2, 2]), weight).Sum();

        loss.Backward();

        Assert.Equal(DType.Float32, weight.Grad!.DType);
        Assert.Equal([2f, 2f, 2f, 2f], weight.Grad!.ToArray<float>());
    }

    [Fact]
    public void Weights_used_without_recording_first_still_learn_in_the_same_region()
    {
        var weight = Weight();
        Tensor loss;
        using (Autocast.Enable(Precision.BFloat16))
        {
            using (Grad.Disabled())
                F.Linear(Tensor.Ones([2, 2]), weight);
            loss = F.Linear(Tensor.Ones([2, 2]), weight).Sum();
        }

        Assert.True(loss.RequiresGrad);
        loss.Backward();
        Assert.NotNull(weight.Grad);
    }

    [Fact]
    public void A_region_sees_weights_as_they_are_when_it_is_entered()
    {
        var weight = Weight();
        Assert.Equal([3f, 7f], Product());

        using (Grad.Disabled())
            weight.MulInPlace(2);

        Assert.Equal([6f, 14f], Product());

        float[] Product()
        {
            using var _ = Autocast.Enable(Precision.BFloat16);
            return F.Linear(Tensor.Ones([1, 2]), weight).To(DType.Float32).ToArray<float>();
        }
    }

    private static Tensor Weight()
    {
        var weight = Tensor.From([1f, 2f, 3f, 4f], 2, 2);
        weight.RequiresGrad = true;
        return weight;
    }
}
