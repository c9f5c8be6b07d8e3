using SoGar.Compute.Video;

namespace SoGar.Compute.Tests.Video;

public sealed class ResizeTests
{
    private const int Width = 14;
    private const int Height = 12;

    // F.interpolate(image, size, mode="bicubic", antialias=True, align_corners=False) of torch 1.13 on the image of TorchImage:
    // one row and one column of each result.
    public static readonly TheoryData<int, int, float[], float[]> TorchResults = new()
    {
        {
            5, 6,
            [102.552f, 105.52f, 141.545f, 148.465f, 105.549f, 107.133f],
            [139.444f, 114.171f, 141.545f, 141.399f, 136.901f]
        },
        {
            8, 9,
            [77.651f, 86.993f, 114.586f, 127.363f, 157.806f, 172.423f, 152.968f, 86.074f, 114.11f],
            [207.208f, 62.247f, 135.382f, 150.6f, 127.363f, 120.407f, 174.011f, 138.235f]
        },
        {
            20, 25,
            [
                47.375f, 84.035f, 143.409f, 99.352f, 43.722f, 110.495f, 151.351f, 90.426f, 84.475f, 145.836f, 183.029f, 200.196f, 181.442f,
                166.219f, 209.451f, 212.874f, 137.527f, 138.791f, 202.921f, 133.739f, 33.846f, 108.965f, 174.477f, 106.59f, 63.827f,
            ],
            [
                240.582f, 199.585f, 122.689f, 25.801f, 13.728f, 140.566f, 115.023f, 31.605f, 141.843f, 191.393f, 84.475f, 103.21f, 178.23f,
                134.432f, 124.053f, 202.465f, 202.621f, 148.288f, 74.13f, 30.395f,
            ]
        },
    };

    [Theory, MemberData(nameof(TorchResults))]
    public void Bicubic_resize_equals_torch_with_antialias(int height, int width, float[] middleRow, float[] thirdColumn)
    {
        var resized = Resize(TorchImage(), Width, ResizeFilter.Bicubic(width, 0, Width, 0, Width), ResizeFilter.Bicubic(height, 0, Height, 0, Height));

        // Both sides round to floats, in another order.
        for (var x = 0; x < width; x++)
            Assert.Equal(middleRow[x], resized[height / 2, x], 2e-3);
        for (var y = 0; y < height; y++)
            Assert.Equal(thirdColumn[y], resized[y, width / 3], 2e-3);
    }

    [Theory]
    [InlineData(3, 5, 17, 11, 8)]
    [InlineData(0, 0, 40, 30, 24)]
    [InlineData(20, 10, 20, 20, 33)]
    [InlineData(39, 29, 1, 1, 9)]
    public void A_crop_is_resized_as_if_nothing_lay_around_it(int x, int y, int width, int height, int size)
    {
        const int Columns = 40;
        var plane = Noise(Columns * 30);
        var cut = new byte[width * height];
        for (var row = 0; row < height; row++)
            plane.AsSpan(((y + row) * Columns) + x, width).CopyTo(cut.AsSpan(row * width));

        var within = Resize(plane, Columns, ResizeFilter.Bicubic(size, x, width, x, x + width), ResizeFilter.Bicubic(size, y, height, y, y + height));
        var alone = Resize(cut, width, ResizeFilter.Bicubic(size, 0, width, 0, width), ResizeFilter.Bicubic(size, 0, height, 0, height));

        for (var i = 0; i < size * size; i++)
            Assert.Equal(alone[i / size, i % size], within[i / size, i % size], 1e-3); // the centres differ in their last digit
    }

    [Fact]
    public void A_resize_to_the_same_size_changes_nothing()
    {
        var plane = TorchImage();

        var same = Resize(plane, Width, ResizeFilter.Bicubic(Width, 0, Width, 0, Width), ResizeFilter.Bicubic(Height, 0, Height, 0, Height));

        for (var i = 0; i < plane.Length; i++)
            Assert.Equal(plane[i], same[i / Width, i % Width]);
    }

    [Fact]
    public void A_reversed_filter_gives_the_same_row_backwards()
    {
        var there = ResizeFilter.Bicubic(11, 1.5, 9.25, 1, 12);
        var back = ResizeFilter.Bicubic(11, 1.5, 9.25, 1, 12, reversed: true);

        for (var i = 0; i < 11; i++)
        {
            Assert.Equal(there.Starts[i], back.Starts[10 - i]);
            Assert.Equal(there.Weights.AsSpan(i * there.Taps, there.Taps), back.Weights.AsSpan((10 - i) * back.Taps, back.Taps));
        }
    }

    [Theory]
    [InlineData(224, 0.25, 640.5, 0, 641)]
    [InlineData(96, 3, 5, 3, 8)]
    [InlineData(8, 0, 1, 0, 1)]
    public void Weights_add_up_to_one_and_stay_inside(int count, double start, double length, int low, int high)
    {
        var filter = ResizeFilter.Bicubic(count, start, length, low, high);

        for (var i = 0; i < count; i++)
        {
            Assert.InRange(filter.Starts[i], low, high - filter.Taps);
            Assert.Equal(1, filter.Weights.AsSpan(i * filter.Taps, filter.Taps).ToArray().Sum(), 1e-6);
        }
    }

    private static float[,] Resize(byte[] plane, int stride, ResizeFilter horizontal, ResizeFilter vertical)
    {
        var resizer = new PlaneResizer(horizontal, vertical);
        var rows = new float[PlaneResizer.BlockRows * resizer.RowStride];
        var scratch = new float[resizer.ScratchLength];
        var result = new float[vertical.Count, horizontal.Count];
        for (var first = 0; first < vertical.Count; first += PlaneResizer.BlockRows)
        {
            resizer.MakeRows(plane, stride, first, rows, scratch);
            for (var row = 0; row < Math.Min(PlaneResizer.BlockRows, vertical.Count - first); row++)
            {
                for (var x = 0; x < horizontal.Count; x++)
                    result[first + row, x] = rows[(row * resizer.RowStride) + x];
            }
        }

        return result;
    }

    private static byte[] TorchImage()
    {
        var image = new byte[Width * Height];
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
                image[(y * Width) + x] = (byte)(((x * 37) + (y * 91) + (x * y * 13) + (x * x % 17 * 5)) % 256);
        }

        return image;
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        var state = 12345u;
        for (var i = 0; i < length; i++)
        {
            state = (state * 1664525) + 1013904223;
            noise[i] = (byte)(state >> 24);
        }

        return noise;
    }
}
