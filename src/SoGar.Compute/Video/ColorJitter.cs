using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>
/// Brightness, contrast, saturation and hue of one frame, in place, with torchvision's semantics for floats: an operation blends with black,
/// with the frame's mean grey or with each pixel's grey, and clamps to [0, 1]; the hue is turned in HSV.
/// </summary>
internal static class ColorJitter
{
    /// <summary>Applies all four in their drawn order.</summary>
    public static void Apply(RgbPlanes frame, JitterFactors factors)
    {
        foreach (var operation in factors.Order)
        {
            switch (operation)
            {
                case JitterOperation.Brightness:
                    Brightness(frame, factors.Brightness);
                    break;
                case JitterOperation.Contrast:
                    Contrast(frame, factors.Contrast);
                    break;
                case JitterOperation.Saturation:
                    Saturation(frame, factors.Saturation);
                    break;
                default:
                    Hue(frame, factors.Hue);
                    break;
            }
        }
    }

    /// <summary>Blends with black.</summary>
    public static void Brightness(RgbPlanes frame, float factor) => PixelPass.Run(frame, new BlendWithGrey(factor, 0));

    /// <summary>Blends with the frame's mean grey.</summary>
    public static void Contrast(RgbPlanes frame, float factor) => PixelPass.Run(frame, new BlendWithGrey(factor, Grey.MeanOf(frame)));

    /// <summary>Blends each pixel with its own grey.</summary>
    public static void Saturation(RgbPlanes frame, float factor) => PixelPass.Run(frame, new BlendWithOwnGrey(factor));

    /// <summary>Turns the hue by a part of the colour circle, -0.5 to 0.5.</summary>
    public static void Hue(RgbPlanes frame, float turns)
    {
        if (turns != 0)
            PixelPass.Run(frame, new TurnHue(turns));
    }

    private readonly struct BlendWithGrey(float factor, float grey) : IPixelStep
    {
        private readonly float _rest = (1 - factor) * grey;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue)
        {
            var (keep, rest) = (Vector256.Create(factor), Vector256.Create(_rest));
            red = Lanes.Clamp01(Vector256.FusedMultiplyAdd(red, keep, rest));
            green = Lanes.Clamp01(Vector256.FusedMultiplyAdd(green, keep, rest));
            blue = Lanes.Clamp01(Vector256.FusedMultiplyAdd(blue, keep, rest));
        }
    }

    private readonly struct BlendWithOwnGrey(float factor) : IPixelStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue)
        {
            var keep = Vector256.Create(factor);
            var rest = Grey.Of(red, green, blue) * Vector256.Create(1 - factor);
            red = Lanes.Clamp01(Vector256.FusedMultiplyAdd(red, keep, rest));
            green = Lanes.Clamp01(Vector256.FusedMultiplyAdd(green, keep, rest));
            blue = Lanes.Clamp01(Vector256.FusedMultiplyAdd(blue, keep, rest));
        }
    }

    // With value v, chroma c = v - min and hue h in sixths, a channel is v - c * clamp(min(k, 4 - k)) for k = (n + h) mod 6, where n is
    // 5, 3 and 1 for red, green and blue. This is HSV without its six cases, and without dividing by v.
    private readonly struct TurnHue(float turns) : IPixelStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue)
        {
            var value = Vector256.MaxNative(Vector256.MaxNative(red, green), blue);
            var chroma = value - Vector256.MinNative(Vector256.MinNative(red, green), blue);
            var isGrey = Vector256.Equals(chroma, Vector256<float>.Zero);
            var perChroma = Vector256<float>.One / Vector256.ConditionalSelect(isGrey, Vector256<float>.One, chroma);
            var whenRed = (green - blue) * perChroma;
            var whenGreen = Vector256.FusedMultiplyAdd(blue - red, perChroma, Vector256.Create(2f));
            var whenBlue = Vector256.FusedMultiplyAdd(red - green, perChroma, Vector256.Create(4f));
            var hue = Vector256.ConditionalSelect(
                Vector256.Equals(value, red), whenRed, Vector256.ConditionalSelect(Vector256.Equals(value, green), whenGreen, whenBlue));
            hue += Vector256.Create(turns * 6);
            red = Channel(value, chroma, hue + Vector256.Create(5f));
            green = Channel(value, chroma, hue + Vector256.Create(3f));
            blue = Channel(value, chroma, hue + Vector256.Create(1f));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static Vector256<float> Channel(Vector256<float> value, Vector256<float> chroma, Vector256<float> sixths)
        {
            var six = Vector256.Create(6f);
            var k = sixths - six * Vector256.Floor(sixths * Vector256.Create(1 / 6f));
            return Lanes.Clamp01(value - chroma * Lanes.Clamp01(Vector256.MinNative(k, Vector256.Create(4f) - k)));
        }
    }
}
