using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>A convolution over frames, rows and columns, without a bias.</summary>
internal sealed class ConvLayer(ModuleScope scope, int inputs, int outputs, Window window) : IMapLayer
{
    private readonly Parameter _weight = scope.Weight("weight", outputs, inputs, window.Size[0], window.Size[1], window.Size[2]);

    // Plain memory order throughout: channels last takes 1.0 to 3 times as long on the CPU in libtorch 1.13 (bench/results, conv).
    public Tensor Forward(Tensor maps) => F.Conv3d(maps, _weight.Value, null, window.Stride, window.Padding);

    public MapShape Trace(MapShape input, ref long products)
    {
        if (input.Channels != inputs)
            throw new ArgumentException($"{_weight.Declaration.Name} takes {inputs} channels, not {input.Channels}", nameof(input));
        var output = input.Slide(outputs, window);
        products += output.Places * outputs * inputs * window.Size[0] * window.Size[1] * window.Size[2];
        return output;
    }
}
