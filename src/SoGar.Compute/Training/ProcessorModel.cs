using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace SoGar.Compute.Training;

/// <summary>
/// What libtorch, oneDNN and OpenBLAS choose their kernels by. Two processors with AVX-512 do not compute the same bits for that alone: OpenBLAS goes by
/// maker and model, oneDNN multiplies bfloat16 in tiles where there is AMX, and each adds in an order of its own.
/// </summary>
/// <param name="Maker">Such as <c>Intel</c> or <c>AMD</c>.</param>
/// <param name="Family">As the maker counts.</param>
/// <param name="Model">Within the family.</param>
/// <param name="Features">Instruction sets that kernels differ by, such as <c>avx512</c>.</param>
internal sealed record ProcessorModel(string Maker, int Family, int Model, ImmutableArray<string> Features)
{
    private const int Avx512Bf16 = 1 << 5, AmxBf16 = 1 << 22;

    /// <summary>Of this machine, or null where it is no x86.</summary>
    public static ProcessorModel? Here { get; } = X86Base.IsSupported ? Read() : null;

    /// <summary>In words that are compared as a whole: <c>AMD 25/17 avx512+bf16</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Maker} {Family}/{Model} {string.Join('+', Features)}");

    /// <summary>Takes family and model out of what CPUID's leaf 1 says in EAX.</summary>
    internal static (int Family, int Model) Signature(int eax)
    {
        var (family, model) = ((eax >> 8) & 0xf, (eax >> 4) & 0xf);
        if (family is 6 or 15) model += ((eax >> 16) & 0xf) << 4;
        if (family == 15) family += (eax >> 20) & 0xff;
        return (family, model);
    }

    private static ProcessorModel Read()
    {
        var (mostLeaves, first, third, second) = X86Base.CpuId(0, 0);
        var (family, model) = Signature(X86Base.CpuId(1, 0).Eax);
        var (features, more) = mostLeaves >= 7 ? (X86Base.CpuId(7, 0), X86Base.CpuId(7, 1)) : default;
        return new ProcessorModel(
            MakerOf([first, second, third]), family, model,
            [
                Avx512BW.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "baseline",
                .. (more.Eax & Avx512Bf16) != 0 ? ["bf16"] : ImmutableArray<string>.Empty,
                .. (features.Edx & AmxBf16) != 0 ? ["amx"] : ImmutableArray<string>.Empty,
            ]);
    }

    private static string MakerOf(ReadOnlySpan<int> name) => System.Text.Encoding.ASCII.GetString(MemoryMarshal.AsBytes(name)) switch
    {
        "GenuineIntel" => "Intel",
        "AuthenticAMD" => "AMD",
        var other => other,
    };
}
