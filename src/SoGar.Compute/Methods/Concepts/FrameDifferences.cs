using SoGar.Compute.Torch;
using SoGar.Compute.Video;

namespace SoGar.Compute.Methods.Concepts;

/// <summary>The dynamic view of a clip (methods.md, C.1).</summary>
public static class FrameDifferences
{
    /// <summary>Each frame minus the one before it.</summary>
    /// <param name="clips">[B, C, T, H, W], T of 2 or more.</param>
    /// <param name="wrap">Whether the first frame's is against the last one, as released; else it repeats the second.</param>
    /// <param name="scaled">Whether a clip's differences are divided by their root mean square + 0.02, as those of views are.</param>
    /// <returns>Of the same shape.</returns>
    public static Tensor Of(Tensor clips, bool wrap, bool scaled = false)
    {
        var frames = clips.Size(2);
        var later = clips.Narrow(2, 1, frames - 1) - clips.Narrow(2, 0, frames - 1);
        var first = wrap ? clips.Narrow(2, 0, 1) - clips.Narrow(2, frames - 1, 1) : later.Narrow(2, 0, 1);
        var differences = F.Cat([first, later], 2);
        return scaled ? differences / (differences.Square().Mean([1, 2, 3, 4], keepDim: true).Sqrt() + FrameDifference.Floor) : differences;
    }
}
