using SoGar.Compute.Training;

namespace SoGar.Compute.Tests.Training;

public sealed class ProcessorModelTests
{
    [Theory]
    [InlineData(0x000806F8, 6, 143)]  // Sapphire Rapids
    [InlineData(0x00050657, 6, 85)]   // Cascade Lake
    [InlineData(0x00A10F11, 25, 17)]  // Genoa
    [InlineData(0x00800F12, 23, 1)]   // Naples
    public void Family_and_model_are_the_makers(int signature, int family, int model) =>
        Assert.Equal((family, model), ProcessorModel.Signature(signature));

    [Fact]
    public void Makers_models_and_instruction_sets_tell_processors_apart()
    {
        var intel = new ProcessorModel("Intel", 6, 143, ["avx512", "bf16", "amx"]);

        Assert.Equal("Intel 6/143 avx512+bf16+amx", $"{intel}");
        Assert.NotEqual($"{intel}", $"{intel with { Maker = "AMD", Family = 25, Model = 17 }}");
        Assert.NotEqual($"{intel}", $"{intel with { Features = ["avx512", "bf16"] }}");
    }

    [Fact]
    public void This_machine_is_what_its_kernel_says()
    {
        var facts = File.ReadAllLines("/proc/cpuinfo").Select(line => line.Split(':', 2)).Where(pair => pair.Length == 2)
            .DistinctBy(pair => pair[0].Trim()).ToDictionary(pair => pair[0].Trim(), pair => pair[1].Trim());
        var here = ProcessorModel.Here;

        Assert.NotNull(here);
        Assert.Equal((facts["cpu family"], facts["model"]), ($"{here.Family}", $"{here.Model}"));
        Assert.Contains(here.Maker, facts["vendor_id"], StringComparison.Ordinal);
        Assert.Equal(facts["flags"].Split(' ').Contains("avx512_bf16"), here.Features.Contains("bf16"));
    }
}
