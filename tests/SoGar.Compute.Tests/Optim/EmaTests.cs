using SoGar.Compute.Optim;

namespace SoGar.Compute.Tests.Optim;

public sealed class EmaTests
{
    [Fact]
    public void One_and_ten_steps_give_the_published_values()
    {
        var (teacher, student) = (Filled(1f), Filled(0.5f));

        Ema.Follow(teacher, student, 0.996);
        Assert.All(teacher, value => Assert.Equal(0.998000f, value, 5e-7f));

        for (var step = 1; step < 10; step++) Ema.Follow(teacher, student, 0.996);
        Assert.All(teacher, value => Assert.Equal(0.980356f, value, 1e-6f));
    }

    [Fact]
    public void With_momentum_one_the_teacher_keeps_its_bits_even_beside_a_broken_student()
    {
        var teacher = Enumerable.Range(0, 32).Select(i => (float)Math.Sin(i) * 1e-38f).ToArray();
        var before = teacher.ToArray();

        Ema.Follow(teacher, Filled(float.NaN, 32), 1);

        Assert.Equal(before.Select(BitConverter.SingleToInt32Bits), teacher.Select(BitConverter.SingleToInt32Bits));
    }

    [Fact]
    public void Networks_of_different_size_are_refused() => Assert.Throws<ArgumentException>(() => Ema.Follow(new float[32], new float[16], 0.9));

    private static float[] Filled(float value, int length = 16) => Enumerable.Repeat(value, length).ToArray();
}
