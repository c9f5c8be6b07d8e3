using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>The changes of tone that take no strength: loss of colour, solarisation, and the normalisation that ends every view.</summary>
internal static class Tone
{
    /// <summary>Gives all channels the pixel's grey.</summary>
    public static void Grayscale(RgbPlanes frame) => PixelPass.Run(frame, default(LoseColour));

    /// <summary>Inverts what is at least as bright as the threshold, channel by channel.</summary>
    public static void Solarise(RgbPlanes frame, float threshold) => PixelPass.Run(frame, new Invert(threshold));

    /// <summary>Subtracts the channel's mean and divides by its deviation.</summary>
    public static void Normalise(RgbPlanes frame, ChannelScale scale)
    {
        if (scale != ChannelScale.None)
            PixelPass.Run(frame, new Rescale(scale));
    }

    private readonly struct LoseColour : IPixelStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue) =>
            red = green = blue = Grey.Of(red, green, blue);
    }

    private readonly struct Invert(float threshold) : IPixelStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue)
        {
            var limit = Vector256.Create(threshold);
            red = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(red, limit), Vector256<float>.One - red, red);
            green = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(green, limit), Vector256<float>.One - green, green);
            blue = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(blue, limit), Vector256<float>.One - blue, blue);
        }
    }

    private readonly struct Rescale(ChannelScale scale) : IPixelStep
    {
        private readonly float _red = 1 / scale.RedDeviation;
        private readonly float _green = 1 / scale.GreenDeviation;
        private readonly float _blue = 1 / scale.BlueDeviation;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply(ref Vector256<float> red, ref Vector256<float> green, ref Vector256<float> blue)
        {
            red = (red - Vector256.Create(scale.RedMean)) * Vector256.Create(_red);
            green = (green - Vector256.Create(scale.GreenMean)) * Vector256.Create(_green);
            blue = (blue - Vector256.Create(scale.BlueMean)) * Vector256.Create(_blue);
        }
    }
}
