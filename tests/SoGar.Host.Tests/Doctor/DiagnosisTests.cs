using SoGar.Host.Doctor;

namespace SoGar.Host.Tests.Doctor;

public sealed class DiagnosisTests
{
    private static readonly MachineFacts Good = new()
    {
        Runtime = ".NET 10.0.0",
        Sdk = "10.0.100",
        Processor = "A processor",
        Cores = 2,
        Instructions = ["AVX2"],
        MemoryBytes = 8L << 30,
        FreeMemoryBytes = 6L << 30,
        FreeDiskBytes = 50L << 30,
        Torch = new("1.13.0", null),
        BlasFolder = "/usr/lib/openblas-openmp",
        Gpus = 1,
        Media = new("libavformat 59.27.100", null),
        Ffmpeg = "5.1",
    };

    [Fact]
    public void A_good_machine_needs_no_advice() =>
        Assert.All(Diagnosis.Of(Good), finding => Assert.Equal((Health.Good, ""), (finding.Health, finding.Advice)));

    [Fact]
    public void What_is_missing_comes_with_what_to_do()
    {
        var poor = Good with { Torch = new(null, "no libtorch; install it"), BlasFolder = null, Media = new(null, null), Ffmpeg = null };

        Assert.Equal(
            [("libtorch", "no libtorch; install it"),
             ("FFmpeg libraries", "apt-get install libavformat-dev libavcodec-dev libavutil-dev libswscale-dev, then ./sogar builds its part again"),
             ("ffmpeg", "apt-get install ffmpeg; it makes the synthetic videos")],
            Diagnosis.Of(poor).Where(finding => finding.Health == Health.Missing).Select(finding => (finding.Subject, finding.Advice)));
    }

    [Fact]
    public void What_is_only_slow_or_small_is_so_so()
    {
        var modest = Good with { Sdk = null, Instructions = [], FreeMemoryBytes = 1L << 30, FreeDiskBytes = 1L << 30, BlasFolder = null, Gpus = 0 };

        Assert.Equal(
            [".NET SDK", "processor", "memory", "disk", "BLAS", "GPU"],
            Diagnosis.Of(modest).Where(finding => finding.Health == Health.Fair).Select(finding => finding.Subject));
    }

    [Theory]
    [InlineData(null, "SOGAR_TORCH")]
    [InlineData(0, "nvidia-smi")]
    public void A_libtorch_without_CUDA_and_a_machine_without_GPU_are_told_apart(int? gpus, string advice) =>
        Assert.Contains(advice, Diagnosis.Of(Good with { Gpus = gpus }).Single(finding => finding.Subject == "GPU").Advice, StringComparison.Ordinal);
}
