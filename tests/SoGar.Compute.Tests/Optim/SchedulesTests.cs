using SoGar.Compute.Optim;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Tests.Optim;

/// <summary>The schedule vectors of methods.md, G.1, to the printed digits.</summary>
public sealed class SchedulesTests
{
    private static readonly Schedules Schedules = new(new Recipe
    {
        Steps = 100,
        Shards = 4,
        Optimizer = new OptimizerRecipe { LearningRate = 5e-4, LearningRateEnd = 1e-6, Warmup = 0.1, WeightDecay = 0.04, WeightDecayEnd = 0.4 },
        Teacher = new TeacherRecipe { Momentum = 0.996, MomentumEnd = 1 },
        Loss = new LossRecipe { TeacherTemperature = 0.04, TeacherTemperatureEnd = 0.07, TeacherTemperatureWarmup = 0.3 },
    });

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 5.5556e-5)]
    [InlineData(9, 5e-4)]
    [InlineData(10, 5e-4)]
    [InlineData(55, 2.505e-4)]
    [InlineData(99, 1.152e-6)]
    public void The_learning_rate_warms_up_to_its_peak_twice_and_falls_along_a_cosine(long step, double expected) =>
        Assert.Equal(expected, Schedules.LearningRateAt(step), 5e-9);

    [Theory]
    [InlineData(0, 0.996000)]
    [InlineData(25, 0.996586)]
    [InlineData(50, 0.998000)]
    [InlineData(75, 0.999414)]
    [InlineData(99, 0.999999)]
    public void The_teachers_momentum_rises_along_a_cosine(long step, double expected) => Assert.Equal(expected, Schedules.MomentumAt(step), 5e-7);

    [Theory]
    [InlineData(0, 0.040000)]
    [InlineData(25, 0.092721)]
    [InlineData(50, 0.220000)]
    [InlineData(75, 0.347279)]
    [InlineData(99, 0.399911)]
    public void Weight_decay_rises_along_a_cosine(long step, double expected) => Assert.Equal(expected, Schedules.WeightDecayAt(step), 5e-7);

    [Theory]
    [InlineData(0, 0.04)]
    [InlineData(29, 0.07)]
    [InlineData(30, 0.07)]
    [InlineData(99, 0.07)]
    public void The_teachers_temperature_warms_up_linearly_and_stays(long step, double expected) =>
        Assert.Equal(expected, Schedules.TeacherTemperatureAt(step), 1e-12);

    [Fact]
    public void Without_warm_up_the_first_rate_is_the_peak_and_the_temperature_is_constant()
    {
        var schedules = new Schedules(new Recipe { Steps = 10, Optimizer = new OptimizerRecipe { LearningRate = 1e-3, Warmup = 0 } });

        Assert.Equal(1e-3, schedules.LearningRateAt(0));
        Assert.Equal(0.04, schedules.TeacherTemperatureAt(9));
    }

    [Fact]
    public void An_update_takes_the_mean_over_shards_and_counts_from_one()
    {
        var update = Schedules.UpdateAt(0);

        Assert.Equal(1, update.Update);
        Assert.Equal(0.25, update.GradientScale);
        Assert.Equal(3, update.ClipNorm);
    }
}
