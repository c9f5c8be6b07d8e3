using SoGar.Compute.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Torch;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData(DeviceRule.Auto, 0, 0)]
    [InlineData(DeviceRule.Auto, 3, null)]
    [InlineData(DeviceRule.Cpu, 1, 8)]
    public void Replicas_compute_on_the_processor(DeviceRule rule, int replica, int? gpus) =>
        Assert.Equal(Device.Cpu, DeviceChoice.Of(rule, replica, gpus));

    [Theory]
    [InlineData(DeviceRule.Auto, 0, 1, 0)]
    [InlineData(DeviceRule.Cuda, 1, 4, 1)]
    [InlineData(DeviceRule.Cuda, 5, 4, 1)]
    public void Replicas_take_the_GPUs_in_turn(DeviceRule rule, int replica, int gpus, int expected) =>
        Assert.Equal(Device.Cuda(expected), DeviceChoice.Of(rule, replica, gpus));

    [Theory]
    [InlineData(null, "SOGAR_TORCH")]
    [InlineData(0, "nvidia-smi")]
    public void A_recipe_that_wants_GPUs_says_what_to_do_where_there_are_none(int? gpus, string advice)
    {
        var refused = Assert.Throws<InvalidDataException>(() => DeviceChoice.Of(DeviceRule.Cuda, 0, gpus));

        Assert.Contains(advice, refused.Message, StringComparison.Ordinal);
        Assert.Contains("device = auto", refused.Message, StringComparison.Ordinal);
    }
}
