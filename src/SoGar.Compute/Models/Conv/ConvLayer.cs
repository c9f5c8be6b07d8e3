using SoGar.Compute.Torch;

namespace SoGar.Compute.Models.Conv;

/// <summary>A convolution over frames, rows and columns, without a bias.</summary>
internal sealed class ConvLayer(ModuleScope scope, int inputs, int outputs, Window window) : IMapLayer
{
    private const int FirstAxis = 2;   // behind samples and channels

    private readonly Parameter _weight = scope.Weight("weight", outputs, inputs, window.Size[0], window.Size[1], window.Size[2]);

    // Plain memory order throughout: channels last takes 1.0 to 3 times as long on the CPU in libtorch 1.13 (bench/results, conv).
    public Tensor Forward(Tensor maps)
    {
        var weight = _weight.Value;
        var padding = window.Padding.ToArray();
        var output = new long[padding.Length];
        for (var axis = 0; axis < padding.Length; axis++)
        {
            var length = maps.Size(FirstAxis + axis);
            var taps = TapRange.Of(window, axis, length);
            output[axis] = window.Over(axis, length);
            if (taps.Count == window.Size[axis]) continue;
            weight = weight.Narrow(FirstAxis + axis, taps.First, taps.Count);
            padding[axis] -= taps.First * window.Dilation[axis];
        }

        // With fewer taps the same padding may have room for more outputs than there are.
        var seen = F.Conv3d(maps, weight, null, window.Stride, padding, window.Dilation);
        for (var axis = 0; axis < padding.Length; axis++)
            if (seen.Size(FirstAxis + axis) > output[axis]) seen = seen.Narrow(FirstAxis + axis, 0, output[axis]);
        return seen;
    }

    public MapShape Trace(MapShape input, ref long products)
    {
        if (input.Channels != inputs)
            throw new ArgumentException($"{_weight.Declaration.Name} takes {inputs} channels, not {input.Channels}", nameof(input));
        var output = input.Slide(outputs, window);
        products += output.Places * outputs * inputs * window.Size[0] * window.Size[1] * window.Size[2];
        return output;
    }
}
