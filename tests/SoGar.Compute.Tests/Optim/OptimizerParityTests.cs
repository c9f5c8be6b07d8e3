using System.Globalization;
using SoGar.Compute.Optim;
using SoGar.Compute.Tests.Torch;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Optim;

/// <summary>The flat passes beside PyTorch's optimizers.</summary>
public sealed class OptimizerParityTests
{
    private const int Updates = 12;

    private static readonly ParameterLayout Layout = new(
    [
        new ParameterDeclaration("weight", [5, 7], Decays: true),
        new ParameterDeclaration("bias", [3], Decays: false),
        new ParameterDeclaration("late", [2, 9], Decays: true),
    ]);

    [Theory]
    [InlineData(OptimizerRule.Adamw, false)]
    [InlineData(OptimizerRule.Adam, true)]
    [InlineData(OptimizerRule.Sgd, false)]
    public void Twelve_updates_equal_PyTorchs(OptimizerRule rule, bool decaysAll)
    {
        float[] parameters = Filled(1000), first = new float[Layout.Length], second = new float[Layout.Length];
        // "late" rests for three updates, as SVT's last layer does in its first epoch.
        var update = new ParameterUpdate(rule, Layout, slot => slot.Name == "late" ? 3 : 0);
        for (var step = 1; step <= Updates; step++)
        {
            update.Apply(parameters, Filled(step), first, rule == OptimizerRule.Sgd ? [] : second, new OptimizerStep
            {
                Update = step,
                LearningRate = 1e-2,
                WeightDecay = 0.1,
                DecaysAll = decaysAll,
                Momentum = 0.8,
                GradientScale = 0.5,
            });
        }

        var printed = PythonPeer.Run("optimizer_peer.py", [rule.ToString().ToLowerInvariant(), decaysAll ? "all" : "matrices", $"{Updates}"]);
        var expected = printed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => float.Parse(text, CultureInfo.InvariantCulture)).ToArray();
        var actual = Layout.Slots.SelectMany(slot => slot.In(parameters).ToArray()).ToArray();

        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < actual.Length; i++) Assert.Equal(expected[i], actual[i], 2e-6f);
    }

    [Fact]
    public void A_tensor_that_rests_keeps_its_bits()
    {
        var parameters = Filled(1);
        var before = parameters.ToArray();

        new ParameterUpdate(OptimizerRule.Adam, Layout, slot => slot.Name == "late" ? long.MaxValue : 0).Apply(
            parameters, Filled(2), new float[Layout.Length], new float[Layout.Length], new OptimizerStep { Update = 1, LearningRate = 1, WeightDecay = 1 });

        Assert.Equal(Layout["late"].In(before).ToArray(), Layout["late"].In(parameters).ToArray());
        Assert.NotEqual(Layout["weight"].In(before).ToArray(), Layout["weight"].In(parameters).ToArray());
    }

    private static float[] Filled(double seed)
    {
        var values = new float[Layout.Length];
        foreach (var slot in Layout.Slots)
            for (var i = 0; i < slot.Length; i++) slot.In(values)[i] = (float)Math.Sin(0.7 * i + seed + slot.Length);
        return values;
    }
}
