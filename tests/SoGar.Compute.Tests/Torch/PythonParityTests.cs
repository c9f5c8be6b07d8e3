using System.Runtime.InteropServices;
using System.Text.Json;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Torch;

// B clips, N tokens, D width, H heads; the same network stands in small_network_peer.py.
public sealed class PythonParityTests : TensorTest
{
    private const int B = 3, N = 37, D = 64, H = 4;

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Forward_and_backward_give_the_bits_that_python_gives(Precision precision)
    {
        var expected = JsonSerializer.Deserialize<Dictionary<string, int[]>>(
            PythonPeer.Run("small_network_peer.py", [precision == Precision.BFloat16 ? "bfloat16" : "float32"]))!;

        var actual = Compute(precision);

        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        Assert.All(expected, pair => Assert.Equal(pair.Value, actual[pair.Key]));
    }

    private static Dictionary<string, int[]> Compute(Precision precision)
    {
        var leaves = new Dictionary<string, Tensor>
        {
            ["x"] = Leaf(1, B, N, D),
            ["norm1.weight"] = Leaf(2, D),
            ["norm1.bias"] = Leaf(3, D),
            ["qkv.weight"] = Leaf(4, 3 * D, D),
            ["qkv.bias"] = Leaf(5, 3 * D),
            ["proj.weight"] = Leaf(6, D, D),
            ["proj.bias"] = Leaf(7, D),
            ["norm2.weight"] = Leaf(8, D),
            ["norm2.bias"] = Leaf(9, D),
            ["fc1.weight"] = Leaf(10, 4 * D, D),
            ["fc1.bias"] = Leaf(11, 4 * D),
            ["fc2.weight"] = Leaf(12, D, 4 * D),
            ["fc2.bias"] = Leaf(13, D),
        };
        Tensor output;
        using (Autocast.Enable(precision))
            output = Block(leaves["x"], leaves);
        output = output.To(DType.Float32);
        output.Square().Mean().Backward();

        var bits = leaves.ToDictionary(pair => pair.Key, pair => Bits(pair.Value.Grad!));
        bits["output"] = Bits(output);
        return bits;
    }

    private static Tensor Block(Tensor x_BND, Dictionary<string, Tensor> w)
    {
        var normed_BND = F.LayerNorm(x_BND, w["norm1.weight"], w["norm1.bias"], 1e-6);
        var qkv = F.Linear(normed_BND, w["qkv.weight"], w["qkv.bias"]).Reshape(B, N, 3, H, D / H).Permute(2, 0, 3, 1, 4).Unbind();
        var mixed_BND = F.ScaledDotProductAttention(qkv[0], qkv[1], qkv[2]).Transpose(1, 2).Reshape(B, N, D);
        x_BND += F.Linear(mixed_BND, w["proj.weight"], w["proj.bias"]);
        normed_BND = F.LayerNorm(x_BND, w["norm2.weight"], w["norm2.bias"], 1e-6);
        return x_BND + F.Linear(F.Linear(normed_BND, w["fc1.weight"], w["fc1.bias"]).Gelu(), w["fc2.weight"], w["fc2.bias"]);
    }

    private static Tensor Leaf(int seed, params long[] shape)
    {
        var count = shape.Aggregate(1L, (product, size) => product * size);
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = (float)((((i * 37) + (seed * 11)) % 101 - 50) / 400.0);
        var leaf = Tensor.From(values, shape);
        leaf.RequiresGrad = true;
        return leaf;
    }

    private static int[] Bits(Tensor tensor) => MemoryMarshal.Cast<float, int>(tensor.ToArray<float>()).ToArray();
}
