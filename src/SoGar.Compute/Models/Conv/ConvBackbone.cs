using System.Collections.Immutable;
using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>
/// A convolutional backbone as a stem and stages (methods.md, A.2-A.4). Maps can be had behind each stage; the mean of those of the last stage over
/// all places stands for the clip. Normalises by its batches in training, by running statistics in evaluation (<see cref="BatchNorms.Rule"/>).
/// </summary>
public sealed class ConvBackbone : IBackbone
{
    private readonly IMapLayer _stem;
    private readonly ImmutableArray<Stage> _stages;

    internal ConvBackbone(IMapLayer stem, params ImmutableArray<Stage> stages)
    {
        _stem = stem;
        _stages = stages;
        var probe = new MapShape(3, Probe, Probe, Probe);
        Levels = [.. Trace(probe, out _).Zip(stages).Select(level => new FeatureLevel(
            level.Second.Name, (int)level.First.Channels, (int)(Probe / level.First.Frames), (int)(Probe / level.First.Height)))];
    }

    // Large enough for every stride to divide it.
    private const long Probe = 256;

    /// <summary>What <see cref="Maps"/> gives, in its order.</summary>
    public ImmutableArray<FeatureLevel> Levels { get; }

    /// <inheritdoc/>
    public int OutputWidth => Levels[Clip].Channels;

    // A stage that branches off comes last; the clip is what the trunk ends with.
    private int Clip => _stages.Length - 1 - (_stages[^1].BranchesOff ? 1 : 0);

    /// <inheritdoc/>
    public Tensor Forward(Tensor clips, DropPathKey? key = null)
    {
        using var scope = TensorScope.Open();
        return scope.Keep(Pool(Run(clips, Clip + 1)[Clip]));
    }

    /// <summary>The maps behind each stage, [B, C, T', H', W'] by <see cref="Levels"/>; bf16 under autocast. Belong to the open scope.</summary>
    /// <param name="clips">float32 [B, 3, T, H, W], normalised; borrowed.</param>
    public ImmutableArray<Tensor> Maps(Tensor clips) => Run(clips, _stages.Length);

    /// <summary>The mean of maps over all places, float32 [B, C].</summary>
    public static Tensor Pool(Tensor maps) => maps.AtLeastFloat32().Mean([2, 3, 4]);

    /// <inheritdoc/>
    public long ProductsOf(int frames, int height, int width)
    {
        Trace(new MapShape(3, frames, height, width), out var products);
        return products;
    }

    /// <summary>Sizes of the maps that clips of a size give, by <see cref="Levels"/>.</summary>
    public ImmutableArray<MapShape> ShapesOf(int frames, int height, int width) => Trace(new MapShape(3, frames, height, width), out _);

    private ImmutableArray<Tensor> Run(Tensor clips, int stages)
    {
        var maps = ImmutableArray.CreateBuilder<Tensor>(stages);
        var trunk = _stem.Forward(clips);
        for (var i = 0; i < stages; i++)
        {
            // A branch starts where the last stage of the trunk did.
            maps.Add(_stages[i].Layers.Forward(_stages[i].BranchesOff ? maps[i - 2] : trunk));
            trunk = maps[i];
        }

        return maps.DrainToImmutable();
    }

    private ImmutableArray<MapShape> Trace(MapShape clip, out long products)
    {
        products = 0;
        var shapes = ImmutableArray.CreateBuilder<MapShape>(_stages.Length);
        var trunk = _stem.Trace(clip, ref products);
        for (var i = 0; i < _stages.Length; i++)
        {
            shapes.Add(_stages[i].Layers.Trace(_stages[i].BranchesOff ? shapes[i - 2] : trunk, ref products));
            trunk = shapes[i];
        }

        return shapes.DrainToImmutable();
    }
}

/// <summary>A stage of a backbone.</summary>
/// <param name="Name">Of its maps.</param>
/// <param name="Layers">What it computes.</param>
/// <param name="BranchesOff">Whether it takes the maps that the stage before it took, instead of that stage's.</param>
internal sealed record Stage(string Name, IMapLayer Layers, bool BranchesOff = false);
