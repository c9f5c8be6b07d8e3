using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Optim;

public sealed class ParameterUpdateTests
{
    private static readonly ParameterLayout Layout = new(
    [
        new ParameterDeclaration("weight", [5, 7], Decays: true),
        new ParameterDeclaration("bias", [3], Decays: false),
    ]);

    [Fact]
    public void Ten_updates_equal_the_formula_in_float64_for_weights_that_decay_and_biases_that_do_not()
    {
        float[] parameters = Filled(0.3), first = new float[Layout.Length], second = new float[Layout.Length];
        var expected = parameters.Select(value => (P: (double)value, M: 0.0, V: 0.0)).ToArray();

        for (var update = 1; update <= 10; update++)
        {
            var gradients = Filled(update);
            new ParameterUpdate(OptimizerRule.Adamw, Layout).Apply(
                parameters, gradients, first, second, new OptimizerStep { Update = update, LearningRate = 1e-2, WeightDecay = 0.1, GradientScale = 0.5 });
            foreach (var slot in Layout.Slots)
                for (var i = slot.Offset; i < slot.Offset + slot.Length; i++)
                    expected[i] = Reference(expected[i], 0.5 * gradients[i], update, slot.Decays ? 0.1 : 0);
        }

        // Ten float32 updates of size 1e-2 on values below 1: a few units in the last place.
        foreach (var slot in Layout.Slots)
            for (var i = slot.Offset; i < slot.Offset + slot.Length; i++) Assert.Equal(expected[i].P, parameters[i], 1e-6);
    }

    [Fact]
    public void A_tensor_is_clipped_by_its_own_norm_and_others_are_not_touched_by_it()
    {
        float[] small = new float[Layout.Length], large = new float[Layout.Length];
        Layout["weight"].In(small).Fill(1);
        Layout["weight"].In(large).Fill(1000);
        Layout["bias"].In(small).Fill(0.1f);
        Layout["bias"].In(large).Fill(0.1f);
        float[] fromSmall = new float[Layout.Length], fromLarge = new float[Layout.Length];
        var step = new OptimizerStep { Update = 1, LearningRate = 1, WeightDecay = 0, ClipNorm = 3 };

        new ParameterUpdate(OptimizerRule.Adamw, Layout).Apply(new float[Layout.Length], small, fromSmall, new float[Layout.Length], step);
        new ParameterUpdate(OptimizerRule.Adamw, Layout).Apply(new float[Layout.Length], large, fromLarge, new float[Layout.Length], step);

        // Both weights are beyond norm 3 and come out with norm 3 (times 1 - beta1); the bias is below it.
        Assert.Equal(0.3, ParameterUpdate.Norm(Layout["weight"].Padded(fromSmall)), 1e-5);
        Assert.Equal(0.3, ParameterUpdate.Norm(Layout["weight"].Padded(fromLarge)), 1e-5);
        Assert.Equal(0.01f, Layout["bias"].In(fromLarge)[0], 1e-7f);
    }

    [Fact]
    public void The_gaps_between_tensors_stay_zero()
    {
        float[] parameters = new float[Layout.Length], gradients = new float[Layout.Length];
        foreach (var slot in Layout.Slots)
        {
            slot.In(parameters).Fill(1);
            slot.In(gradients).Fill(1);
        }

        new ParameterUpdate(OptimizerRule.Adamw, Layout).Apply(
            parameters, gradients, new float[Layout.Length], new float[Layout.Length],
            new OptimizerStep { Update = 1, LearningRate = 1e-2, WeightDecay = 0.1 });

        foreach (var slot in Layout.Slots) Assert.All(slot.Padded(parameters)[slot.Length..].ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Tensors_start_at_multiples_of_sixteen_and_count_without_gaps()
    {
        Assert.All(Layout.Slots, slot => Assert.Equal(0, slot.Offset % 16));
        Assert.Equal(48, Layout["bias"].Offset);
        Assert.Equal(64, Layout.Length);
        Assert.Equal(38, Layout.Count);
    }

    [Fact]
    public void A_name_that_stands_twice_is_refused_by_name()
    {
        var twice = Assert.Throws<ArgumentException>(() => new ParameterLayout([new("a", [1], true), new("a", [2], true)]));

        Assert.Contains("parameter a is declared twice", twice.Message, StringComparison.Ordinal);
    }

    private static (double P, double M, double V) Reference((double P, double M, double V) state, double gradient, int update, double decay)
    {
        var mean = 0.9 * state.M + 0.1 * gradient;
        var square = 0.999 * state.V + 0.001 * gradient * gradient;
        var unbiasedMean = mean / (1 - Math.Pow(0.9, update));
        var unbiasedSquare = square / (1 - Math.Pow(0.999, update));
        return (state.P * (1 - 1e-2 * decay) - 1e-2 * unbiasedMean / (Math.Sqrt(unbiasedSquare) + 1e-8), mean, square);
    }

    private static float[] Filled(double seed)
    {
        var values = new float[Layout.Length];
        foreach (var slot in Layout.Slots)
            for (var i = 0; i < slot.Length; i++) slot.In(values)[i] = (float)Math.Sin(0.7 * (slot.Offset + i) + seed);
        return values;
    }
}
