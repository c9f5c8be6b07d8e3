using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

public sealed class AugmentationTests
{
    // Eight times eight pixels and three over, so that the rest after the last whole vector is tested too.
    private const int Length = 67;

    // Floats carry 24 bits; a handful of roundings in another order stay well below this.
    private const double Rounding = 2e-6;

    [Theory]
    [InlineData(0f)]
    [InlineData(0.6f)]
    [InlineData(1f)]
    [InlineData(1.4f)]
    public void Brightness_blends_with_black(float factor) =>
        Check(frame => ColorJitter.Brightness(frame, factor), (r, g, b, _) => (Blend(r, 0), Blend(g, 0), Blend(b, 0)), factor);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.6f)]
    [InlineData(1.4f)]
    public void Contrast_blends_with_the_mean_grey_of_the_frame(float factor) =>
        Check(frame => ColorJitter.Contrast(frame, factor), (r, g, b, mean) => (Blend(r, mean), Blend(g, mean), Blend(b, mean)), factor);

    [Theory]
    [InlineData(0f)]
    [InlineData(0.8f)]
    [InlineData(1.2f)]
    public void Saturation_blends_with_the_grey_of_each_pixel(float factor) =>
        Check(
            frame => ColorJitter.Saturation(frame, factor),
            (r, g, b, _) => (Blend(r, Gray(r, g, b)), Blend(g, Gray(r, g, b)), Blend(b, Gray(r, g, b))),
            factor);

    [Theory]
    [InlineData(-0.5f)]
    [InlineData(-0.1f)]
    [InlineData(0.07f)]
    [InlineData(0.3333f)]
    [InlineData(0.5f)]
    public void Hue_turns_as_torchvision_turns_it(float turns) =>
        Check(frame => ColorJitter.Hue(frame, turns), (r, g, b, _) => TorchvisionReference.AdjustHue(r, g, b, turns), turns);

    [Fact]
    public void A_whole_turn_in_two_halves_changes_nothing()
    {
        var planes = TestFrames.Noise(Length, 3);
        var turned = TestFrames.Copy(planes);

        ColorJitter.Hue(TestFrames.Planes(turned), 0.5f);
        ColorJitter.Hue(TestFrames.Planes(turned), 0.5f);

        AssertClose(planes, turned);
    }

    [Fact]
    public void Factors_of_one_and_a_turn_of_zero_change_nothing()
    {
        var planes = TestFrames.Noise(Length, 4);
        var same = TestFrames.Copy(planes);
        var factors = new JitterFactors
        {
            Order = [JitterOperation.Hue, JitterOperation.Contrast, JitterOperation.Saturation, JitterOperation.Brightness],
            Brightness = 1,
            Contrast = 1,
            Saturation = 1,
            Hue = 0,
        };

        ColorJitter.Apply(TestFrames.Planes(same), factors);

        AssertClose(planes, same);
    }

    [Fact]
    public void Operations_are_applied_in_the_drawn_order()
    {
        var (first, second) = (TestFrames.Noise(Length, 5), TestFrames.Noise(Length, 5));
        JitterFactors Factors(params JitterOperation[] order) =>
            new() { Order = order, Brightness = 1.4f, Contrast = 0.6f, Saturation = 1.2f, Hue = 0.1f };

        ColorJitter.Apply(
            TestFrames.Planes(first), Factors(JitterOperation.Brightness, JitterOperation.Contrast, JitterOperation.Hue, JitterOperation.Saturation));
        ColorJitter.Brightness(TestFrames.Planes(second), 1.4f);
        ColorJitter.Contrast(TestFrames.Planes(second), 0.6f);
        ColorJitter.Hue(TestFrames.Planes(second), 0.1f);
        ColorJitter.Saturation(TestFrames.Planes(second), 1.2f);
        Assert.Equal(second, first);

        var other = TestFrames.Noise(Length, 5);
        ColorJitter.Apply(
            TestFrames.Planes(other), Factors(JitterOperation.Contrast, JitterOperation.Brightness, JitterOperation.Hue, JitterOperation.Saturation));
        Assert.NotEqual(second, other);
    }

    [Fact]
    public void Grayscale_gives_all_channels_the_weighted_grey_and_keeps_greys()
    {
        Check(Tone.Grayscale, (r, g, b, _) => (Gray(r, g, b), Gray(r, g, b), Gray(r, g, b)), 1);

        var grey = Enumerable.Repeat(0.4f, 8).ToArray();
        var planes = new[] { grey.ToArray(), grey.ToArray(), grey.ToArray() };
        Tone.Grayscale(TestFrames.Planes(planes));
        Assert.All(planes, plane => Assert.All(plane, value => Assert.Equal(0.4 * 0.9999, value, Rounding))); // torchvision's weights sum to 0.9999
    }

    [Fact]
    public void Solarisation_inverts_from_the_threshold_on()
    {
        float[][] planes = [[0f, 0.25f, 0.49f, 0.5f, 0.51f, 0.75f, 1f], new float[7], new float[7]];

        Tone.Solarise(TestFrames.Planes(planes), 0.5f);

        Assert.Equal([0f, 0.25f, 0.49f, 0.5f, 1 - 0.51f, 0.25f, 0f], planes[0]);
    }

    [Fact]
    public void Normalisation_subtracts_the_mean_and_divides_by_the_deviation() =>
        Check(
            frame => Tone.Normalise(frame, new ChannelScale(0.485f, 0.456f, 0.406f, 0.229f, 0.224f, 0.225f)),
            (r, g, b, _) => ((r - 0.485) / 0.229, (g - 0.456) / 0.224, (b - 0.406) / 0.225),
            1);

    [Theory]
    [InlineData(9, 0.1)]
    [InlineData(40, 0.7)]
    [InlineData(40, 2.0)]
    [InlineData(96, 1.3)]
    public void Blur_is_a_Gaussian_with_reflected_borders(int size, double sigma)
    {
        var planes = TestFrames.Noise(size * size, size);
        var blurred = TestFrames.Copy(planes);

        new GaussianBlur(sigma, size).Apply(TestFrames.Planes(blurred), new FloatScratch());

        for (var channel = 0; channel < 3; channel++)
        {
            var expected = TorchvisionReference.GaussianBlur(planes[channel], size, GaussianBlur.KernelFor(size), sigma);
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], blurred[channel][i], Rounding);
        }
    }

    [Theory]
    [InlineData(224, 23)]
    [InlineData(96, 9)]
    [InlineData(480, 49)]
    [InlineData(112, 11)]
    [InlineData(32, 3)]
    public void The_kernel_is_a_tenth_of_the_size_made_odd(int size, int kernel) => Assert.Equal(kernel, GaussianBlur.KernelFor(size));

    [Fact]
    public void Differences_are_those_of_neighbours_over_their_spread()
    {
        const int Frames = 4;
        const int Plane = 19;
        var view = TestFrames.Noise(Frames * Plane, 9).SelectMany(channel => channel).ToArray();
        var expected = new double[view.Length];
        for (var i = 0; i < view.Length; i++)
        {
            var frame = i / Plane % Frames;
            var later = frame == 0 ? i + Plane : i;
            expected[i] = (double)view[later] - view[later - Plane];
        }

        var spread = Math.Sqrt(expected.Average(value => value * value)) + 0.02;
        FrameDifference.Apply(view, Frames);

        for (var i = 0; i < view.Length; i++)
            Assert.Equal(expected[i] / spread, view[i], 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_view_that_stands_still_has_no_differences(int frames)
    {
        var view = Enumerable.Repeat(0.7f, 3 * frames * 10).ToArray();

        FrameDifference.Apply(view, frames);

        Assert.All(view, value => Assert.Equal(0, value));
    }

    private delegate void Operation(RgbPlanes frame);

    private double _factor;

    private double Blend(double a, double b) => TorchvisionReference.Blend(a, b, _factor);

    private static double Gray(double r, double g, double b) => TorchvisionReference.Gray(r, g, b);

    private void Check(Operation operation, Func<double, double, double, double, (double, double, double)> reference, float factor)
    {
        _factor = factor;
        var before = TestFrames.Noise(Length, 1);
        var after = TestFrames.Copy(before);
        var mean = Enumerable.Range(0, Length).Average(i => Gray(before[0][i], before[1][i], before[2][i]));

        operation(TestFrames.Planes(after));

        for (var i = 0; i < Length; i++)
        {
            var (red, green, blue) = reference(before[0][i], before[1][i], before[2][i], mean);
            Assert.Equal(red, after[0][i], Rounding);
            Assert.Equal(green, after[1][i], Rounding);
            Assert.Equal(blue, after[2][i], Rounding);
        }
    }

    private static void AssertClose(float[][] expected, float[][] actual)
    {
        for (var channel = 0; channel < 3; channel++)
        {
            for (var i = 0; i < expected[channel].Length; i++)
                Assert.Equal(expected[channel][i], actual[channel][i], Rounding);
        }
    }
}
