using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SoGar.Compute.Video;

/// <summary>The affine map from YUV in 0..255 to RGB in [0, 1], for one matrix and range. Results are clamped.</summary>
internal readonly struct YuvToRgb
{
    private readonly float _luma;
    private readonly float _redFromV;
    private readonly float _greenFromU;
    private readonly float _greenFromV;
    private readonly float _blueFromU;
    private readonly float _red;
    private readonly float _green;
    private readonly float _blue;

    private YuvToRgb(double redWeight, double blueWeight, bool fullRange)
    {
        var greenWeight = 1 - redWeight - blueWeight;
        var (black, lumaRange, chromaRange) = fullRange ? (0.0, 255.0, 255.0) : (16.0, 219.0, 224.0);
        var luma = 1 / lumaRange;
        var redFromV = 2 * (1 - redWeight) / chromaRange;
        var blueFromU = 2 * (1 - blueWeight) / chromaRange;
        var greenFromU = -blueWeight / greenWeight * blueFromU;
        var greenFromV = -redWeight / greenWeight * redFromV;
        (_luma, _redFromV, _blueFromU) = ((float)luma, (float)redFromV, (float)blueFromU);
        (_greenFromU, _greenFromV) = ((float)greenFromU, (float)greenFromV);
        _red = (float)(-black * luma - 128 * redFromV);
        _green = (float)(-black * luma - 128 * (greenFromU + greenFromV));
        _blue = (float)(-black * luma - 128 * blueFromU);
    }

    /// <summary>The map for a frame's matrix and range; the weights of red and blue are those of the ITU recommendations.</summary>
    public static YuvToRgb For(YuvMatrix matrix, bool fullRange) => matrix switch
    {
        YuvMatrix.Bt709 => new YuvToRgb(0.2126, 0.0722, fullRange),
        YuvMatrix.Bt2020 => new YuvToRgb(0.2627, 0.0593, fullRange),
        _ => new YuvToRgb(0.299, 0.114, fullRange),
    };

    /// <summary>Converts eight pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Convert(
        Vector256<float> y, Vector256<float> u, Vector256<float> v, out Vector256<float> red, out Vector256<float> green, out Vector256<float> blue)
    {
        var luma = Vector256.Create(_luma);
        red = Vector256.FusedMultiplyAdd(v, Vector256.Create(_redFromV), Vector256.FusedMultiplyAdd(y, luma, Vector256.Create(_red)));
        green = Vector256.FusedMultiplyAdd(v, Vector256.Create(_greenFromV), Vector256.FusedMultiplyAdd(
            u, Vector256.Create(_greenFromU), Vector256.FusedMultiplyAdd(y, luma, Vector256.Create(_green))));
        blue = Vector256.FusedMultiplyAdd(u, Vector256.Create(_blueFromU), Vector256.FusedMultiplyAdd(y, luma, Vector256.Create(_blue)));
        (red, green, blue) = (Lanes.Clamp01(red), Lanes.Clamp01(green), Lanes.Clamp01(blue));
    }
}
