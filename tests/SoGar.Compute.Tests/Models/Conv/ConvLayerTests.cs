using SoGar.Compute.Models;
using SoGar.Compute.Models.Conv;
using SoGar.Compute.Optim;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Tests.Models.Conv;

/// <summary>Convolutions over maps that are smaller than the kernel, where some taps see the padding alone.</summary>
public sealed class ConvLayerTests : IDisposable
{
    private readonly TensorScope _scope = TensorScope.Open();

    public void Dispose() => _scope.Dispose();

    [Theory]
    [InlineData(3, 1, 1, 1, 1, 1)]
    [InlineData(3, 1, 1, 2, 0, 3)]
    [InlineData(3, 2, 1, 1, 1, 1)]
    [InlineData(3, 2, 1, 2, 1, 2)]
    [InlineData(3, 2, 1, 4, 0, 3)]
    [InlineData(7, 2, 3, 1, 3, 1)]
    [InlineData(7, 2, 3, 2, 3, 2)]
    [InlineData(7, 2, 3, 4, 1, 6)]
    [InlineData(1, 2, 0, 3, 0, 1)]
    public void Taps_that_see_the_padding_alone_do_not_count(long size, long stride, long padding, long length, long first, long count) =>
        Assert.Equal(new TapRange(first, count), TapRange.Of(new Window([size, 1, 1], [stride, 1, 1], [padding, 0, 0]), 0, length));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(4, 1, 1)]
    [InlineData(5, 0, 3)]
    public void Taps_of_a_dilated_kernel_count_where_they_lie(long length, long first, long count) =>
        Assert.Equal(new TapRange(first, count), TapRange.Of(Window.Space(3, 1, dilation: 4), 1, length));

    [Theory]
    [InlineData(3, 1, 1, 1, 1)]
    [InlineData(3, 1, 2, 2, 2)]
    [InlineData(3, 2, 2, 2, 1)]
    [InlineData(5, 2, 1, 3, 2)]
    [InlineData(7, 2, 4, 2, 1)]
    [InlineData(3, 2, 8, 4, 4)]
    public void A_map_smaller_than_the_kernel_gives_what_a_plain_convolution_gives(long size, long stride, long frames, long rows, long columns)
    {
        var window = Window.Cube(size, stride);
        var input = Det.Float32(1, 2, 3, frames, rows, columns);
        using var layer = new Bound(window);

        var ours = layer.Layer.Forward(input);
        ours.Square().Sum().Backward();

        var weight = Tensor.From(layer.Weight.ToArray(), 4, 3, size, size, size);
        weight.RequiresGrad = true;
        var plain = F.Conv3d(input, weight, null, window.Stride, window.Padding, window.Dilation);
        plain.Square().Sum().Backward();
        Assert.Equal(plain.Shape.ToArray(), ours.Shape.ToArray());
        Compare(plain.ToArray<float>(), ours.ToArray<float>());
        Compare(weight.Grad!.ToArray<float>(), layer.Gradient.ToArray());
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    public void Taps_that_see_nothing_have_no_gradient_in_bf16(long rows, long stride)   // G5: oneDNN leaves what was in the memory
    {
        var input = Det.Float32(2, 4, 3, 4, rows, rows);
        using var layer = new Bound(Window.Space(3, stride));

        for (var turn = 0; turn < 20; turn++)
        {
            layer.Clear();
            using var turned = TensorScope.Open();
            _ = Tensor.Full([4 * 1024], 1e30);   // something to find in memory that is used again
            using (Autocast.Enable(Precision.BFloat16)) layer.Layer.Forward(input).Square().Sum().Backward();

            var gradient = layer.Gradient.ToArray();
            for (var tap = 0; tap < gradient.Length; tap++)
                if (tap % 9 < 3) Assert.Equal(0, gradient[tap]);   // the row above the map
            Assert.All(gradient, value => Assert.InRange(Math.Abs(value), 0, 1e6f));
        }
    }

    private static void Compare(float[] expected, float[] actual)
    {
        // Sums of at most 1029 products of numbers near 1, in another order.
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-3f * (1 + Math.Abs(expected[i])));
    }

    private sealed class Bound : IDisposable
    {
        private readonly FlatBuffer _values;
        private readonly FlatBuffer _gradients;
        private readonly NetworkParameters _parameters;

        public Bound(Window window)
        {
            var scope = new ModuleScope();
            Layer = new ConvLayer(scope, 3, 4, window);
            var layout = NetworkParameters.LayoutOf(scope);
            (_values, _gradients) = (new FlatBuffer(layout.Length), new FlatBuffer(layout.Length));
            _parameters = new NetworkParameters(scope, _values, _gradients);
            var weight = Weight;
            for (var i = 0; i < weight.Length; i++) weight[i] = (float)Math.Sin(0.7 * i + 3);
        }

        public ConvLayer Layer { get; }

        public Span<float> Weight => _parameters.Layout["weight"].In(_values.Floats);

        public Span<float> Gradient => _parameters.Layout["weight"].In(_gradients.Floats);

        public void Clear() => _gradients.Floats.Clear();

        public void Dispose()
        {
            _parameters.Dispose();
            _values.Dispose();
            _gradients.Dispose();
        }
    }
}
