using SoGar.Compute.Torch;
using SoGar.Compute.Training;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Training;

public sealed class NumericProfileTests
{
    [Fact]
    public void On_a_processor_the_number_of_threads_counts()
    {
        var one = NumericProfile.Of(new Recipe(), Device.Cpu);

        Assert.Matches("^cpu [A-Za-z]+ [0-9]+/[0-9]+ (avx512|avx2|baseline)(\\+bf16)?(\\+amx)?, bf16, 1 thread a trainer, libtorch ", one);
        Assert.NotEqual(one, NumericProfile.Of(new Recipe { Threads = 2 }, Device.Cpu));
    }

    [Fact]
    public void On_a_GPU_its_generation_and_width_count_and_threads_do_not()
    {
        // The stand-in for the CUDA runtime says the number of an attribute where it is asked for the attribute.
        var one = NumericProfile.Of(new Recipe { Precision = Protocol.Recipes.Precision.Fp32 }, Device.Cuda(0));

        Assert.Matches("^cuda sm_7576 of 16 multiprocessors, fp32, libtorch ", one);
        Assert.Equal(one, NumericProfile.Of(new Recipe { Precision = Protocol.Recipes.Precision.Fp32, Threads = 2 }, Device.Cuda(0)));
        Assert.Contains(
            "invalid device ordinal", Assert.Throws<InvalidDataException>(() => NumericProfile.Of(new Recipe(), Device.Cuda(1))).Message,
            StringComparison.Ordinal);
    }
}
