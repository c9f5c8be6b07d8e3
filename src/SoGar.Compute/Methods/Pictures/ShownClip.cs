using System.Collections.Immutable;
using SoGar.Compute.Optim;
using SoGar.Compute.Pictures;
using SoGar.Compute.Torch;
using SoGar.Compute.Video;
using SoGar.Protocol.Recipes;

namespace SoGar.Compute.Methods.Pictures;

/// <summary>Some frames of a clip, whole, as the network sees them and as people do. Owns what the network sees.</summary>
internal sealed class ShownClip : IDisposable
{
    private readonly FlatBuffer _memory;
    private readonly float[] _shown;

    /// <summary>Reads the frames.</summary>
    /// <param name="clip">The clip; borrowed for the call.</param>
    /// <param name="views">Normalisation and input rule.</param>
    /// <param name="frames">Which ones, in order.</param>
    /// <param name="size">Pixels across and down.</param>
    public ShownClip(Clip clip, ViewsRecipe views, ImmutableArray<int> frames, int size)
    {
        var seen = new ViewPlan
        {
            Frames = frames,
            Crop = CropBox.Whole(clip.Facts.Width, clip.Facts.Height),
            Size = size,
            Scale = ChannelScale.From(views),
            Input = views.Input
        };
        (Plan, _shown, _memory) = (seen, new float[seen.Length], new FlatBuffer(FlatBuffer.Padded(seen.Length)));
        clip.Render([seen, seen with { Scale = ChannelScale.None, Input = InputRule.Rgb }], view => view == 0 ? _memory.Floats[..seen.Length] : _shown);
    }

    /// <summary>How it was cut.</summary>
    public ViewPlan Plan { get; }

    /// <summary>float32 [1, 3, T, size, size]; borrowed.</summary>
    public Tensor Seen => Tensor.FromBlob(_memory.Address, DType.Float32, [1, 3, Plan.Frames.Length, Plan.Size, Plan.Size]);

    /// <summary>A frame as people see it.</summary>
    /// <param name="frame">Position in the view.</param>
    public RgbImage Frame(int frame) => RgbImage.OfFrame(_shown, Plan.Frames.Length, frame, Plan.Size, Plan.Size);

    /// <summary>The frame that each slice of a map stands for.</summary>
    /// <param name="slices">Slices of the map.</param>
    /// <param name="chosen">Which of them.</param>
    public ImmutableArray<RgbImage> FramesOf(int slices, IEnumerable<long> chosen) =>
        [.. chosen.Select(slice => Frame((int)(slice * Plan.Frames.Length / slices)))];

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();
}
